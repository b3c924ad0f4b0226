import type { Action } from './keys';

/** A group of actions within a menu: lines separate groups. */
export interface Menu {
  id: string;
  name: string;
  groups: readonly (readonly Action[])[];
}

/** What stands in the main menu by itself. */
export const FILE: readonly Action[] = ['save', 'save-as', 'export', 'close'];

/** Every other action, by what it is about. */
export const MENUS: readonly Menu[] = [
  {
    id: 'edit',
    name: 'Edit',
    groups: [
      ['undo', 'redo', 'edits'],
      ['duplicate', 'rename', 'remove'],
      ['select-all', 'clear', 'find', 'palette'],
    ],
  },
  {
    id: 'draw',
    name: 'Draw',
    groups: [
      ['add', 'append', 'link', 'note'],
      ['group', 'move-into', 'take-out'],
      ['next-link', 'link-mode', 'link-start', 'link-end'],
      ['know', 'spin-out'],
    ],
  },
  {
    id: 'arrange',
    name: 'Arrange',
    groups: [
      ['tidy', 'tidy-selection'],
      ['align-left', 'align-center', 'align-right', 'align-top', 'align-middle', 'align-bottom'],
      ['spread-across', 'spread-down'],
      ['left', 'right', 'up', 'down'],
      ['narrower', 'wider', 'lower', 'taller'],
    ],
  },
  {
    id: 'view',
    name: 'View',
    groups: [
      ['fit', 'fit-selection', 'actual-size', 'zoom-in', 'zoom-out'],
      ['go-left', 'go-right', 'go-up', 'go-down'],
      ['toggle-heat', 'perspective', 'split', 'toggle-minimap'],
      ['toggle-left', 'toggle-right', 'toggle-drawer', 'alone'],
    ],
  },
  { id: 'run', name: 'Run', groups: [['run', 'cancel']] },
  {
    id: 'present',
    name: 'Present',
    groups: [
      ['present', 'add-slide'],
      ['next-slide', 'previous-slide'],
    ],
  },
];
