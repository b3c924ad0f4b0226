/** Every action that has a key. */
export type Action =
  | 'new'
  | 'new-from'
  | 'open'
  | 'close'
  | 'save'
  | 'save-as'
  | 'undo'
  | 'redo'
  | 'run'
  | 'cancel'
  | 'spin-out'
  | 'know'
  | 'add'
  | 'append'
  | 'link'
  | 'note'
  | 'group'
  | 'remove'
  | 'rename'
  | 'duplicate'
  | 'palette'
  | 'find'
  | 'next-link'
  | 'link-mode'
  | 'link-end'
  | 'link-start'
  | 'move-into'
  | 'take-out'
  | 'tidy'
  | 'tidy-selection'
  | 'align-left'
  | 'align-right'
  | 'align-top'
  | 'align-bottom'
  | 'align-center'
  | 'align-middle'
  | 'spread-across'
  | 'spread-down'
  | 'alone'
  | 'toggle-left'
  | 'toggle-right'
  | 'toggle-drawer'
  | 'toggle-heat'
  | 'toggle-minimap'
  | 'perspective'
  | 'split'
  | 'fit'
  | 'fit-selection'
  | 'actual-size'
  | 'zoom-in'
  | 'zoom-out'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'wider'
  | 'narrower'
  | 'taller'
  | 'lower'
  | 'go-left'
  | 'go-right'
  | 'go-up'
  | 'go-down'
  | 'present'
  | 'add-slide'
  | 'next-slide'
  | 'previous-slide'
  | 'export'
  | 'edits'
  | 'hints-again'
  | 'select-all'
  | 'clear'
  | 'help';

export interface Binding {
  action: Action;
  /** As shown in menus and tooltips. */
  shown: string;
  key: string;
  ctrl?: boolean;
  shift?: boolean;
  alt?: boolean;
  what: string;
}

export const bindings: readonly Binding[] = [
  { action: 'new', shown: 'Ctrl+N', key: 'n', ctrl: true, what: 'New model' },
  {
    action: 'new-from',
    shown: 'Shift+Ctrl+N',
    key: 'n',
    ctrl: true,
    shift: true,
    what: 'New from a template',
  },
  { action: 'open', shown: 'Ctrl+O', key: 'o', ctrl: true, what: 'Open a model' },
  { action: 'save', shown: 'Ctrl+S', key: 's', ctrl: true, what: 'Save' },
  { action: 'save-as', shown: 'Shift+Ctrl+S', key: 's', ctrl: true, shift: true, what: 'Save as' },
  { action: 'close', shown: 'Ctrl+W', key: 'w', ctrl: true, what: 'Close the model' },
  { action: 'undo', shown: 'Ctrl+Z', key: 'z', ctrl: true, what: 'Undo' },
  { action: 'redo', shown: 'Shift+Ctrl+Z', key: 'z', ctrl: true, shift: true, what: 'Redo' },
  { action: 'run', shown: 'Ctrl+Enter', key: 'enter', ctrl: true, what: 'Run the scenario' },
  { action: 'cancel', shown: 'Ctrl+.', key: '.', ctrl: true, what: 'Cancel the run' },
  { action: 'know', shown: 'K', key: 'k', what: 'What do you know? Find a demand from figures' },
  { action: 'spin-out', shown: 'S', key: 's', what: 'Spin out the selected components' },
  { action: 'add', shown: 'N', key: 'n', what: 'New element' },
  { action: 'append', shown: 'A', key: 'a', what: 'New element behind the selection' },
  { action: 'link', shown: 'L', key: 'l', what: 'Link from the selection' },
  { action: 'note', shown: 'Shift+N', key: 'n', shift: true, what: 'Note on the canvas' },
  { action: 'next-link', shown: 'J', key: 'j', what: 'Next link of the selection' },
  { action: 'link-mode', shown: 'M', key: 'm', what: 'Next mode of the link' },
  { action: 'link-end', shown: 'E', key: 'e', what: 'End the link elsewhere' },
  {
    action: 'link-start',
    shown: 'Shift+E',
    key: 'e',
    shift: true,
    what: 'Begin the link elsewhere',
  },
  { action: 'move-into', shown: 'I', key: 'i', what: 'Put into a boundary' },
  { action: 'take-out', shown: 'Shift+I', key: 'i', shift: true, what: 'Take out of its boundary' },
  { action: 'tidy', shown: 'T', key: 't', what: 'Tidy everything' },
  { action: 'tidy-selection', shown: 'Shift+T', key: 't', shift: true, what: 'Tidy the selection' },
  { action: 'group', shown: 'G', key: 'g', what: 'Group into a boundary' },
  { action: 'remove', shown: 'Del', key: 'delete', what: 'Remove' },
  { action: 'remove', shown: 'Del', key: 'backspace', what: 'Remove' },
  { action: 'rename', shown: 'F2', key: 'f2', what: 'Rename' },
  { action: 'duplicate', shown: 'Ctrl+D', key: 'd', ctrl: true, what: 'Duplicate' },
  { action: 'palette', shown: '/', key: '/', what: 'Commands' },
  { action: 'palette', shown: '/', key: 'k', ctrl: true, what: 'Commands' },
  { action: 'find', shown: 'Ctrl+F', key: 'f', ctrl: true, what: 'Find an element' },
  { action: 'present', shown: 'F5', key: 'f5', what: 'Present, or end it' },
  { action: 'add-slide', shown: 'Shift+F5', key: 'f5', shift: true, what: 'Add a slide' },
  { action: 'next-slide', shown: 'PageDown', key: 'pagedown', what: 'Next slide' },
  { action: 'previous-slide', shown: 'PageUp', key: 'pageup', what: 'Slide before' },
  { action: 'alone', shown: 'F', key: 'f', what: 'Canvas alone' },
  { action: 'toggle-left', shown: 'Ctrl+1', key: '1', ctrl: true, what: 'Outline and findings' },
  { action: 'toggle-right', shown: 'Ctrl+2', key: '2', ctrl: true, what: 'Inspector' },
  { action: 'toggle-drawer', shown: 'Ctrl+3', key: '3', ctrl: true, what: 'Results' },
  { action: 'toggle-heat', shown: 'H', key: 'h', what: 'Heat' },
  {
    action: 'toggle-minimap',
    shown: 'Shift+M',
    key: 'm',
    shift: true,
    what: 'Small picture of the whole',
  },
  {
    action: 'perspective',
    shown: 'P',
    key: 'p',
    what: 'Next perspective: teams, deployment, data',
  },
  { action: 'split', shown: 'D', key: 'd', what: 'Both options side by side' },
  { action: 'fit', shown: '0', key: '0', what: 'Zoom to everything' },
  { action: 'fit-selection', shown: '2', key: '2', what: 'Zoom to the selection' },
  { action: 'actual-size', shown: '1', key: '1', what: 'Zoom to 100 %' },
  { action: 'zoom-in', shown: '+', key: '+', what: 'Zoom in' },
  { action: 'zoom-in', shown: '+', key: '=', what: 'Zoom in' },
  { action: 'zoom-out', shown: '−', key: '-', what: 'Zoom out' },
  { action: 'left', shown: '←', key: 'arrowleft', what: 'Move left' },
  { action: 'right', shown: '→', key: 'arrowright', what: 'Move right' },
  { action: 'up', shown: '↑', key: 'arrowup', what: 'Move up' },
  { action: 'down', shown: '↓', key: 'arrowdown', what: 'Move down' },
  {
    action: 'wider',
    shown: 'Shift+Alt+→',
    key: 'arrowright',
    alt: true,
    shift: true,
    what: 'Wider',
  },
  {
    action: 'narrower',
    shown: 'Shift+Alt+←',
    key: 'arrowleft',
    alt: true,
    shift: true,
    what: 'Narrower',
  },
  {
    action: 'taller',
    shown: 'Shift+Alt+↓',
    key: 'arrowdown',
    alt: true,
    shift: true,
    what: 'Taller',
  },
  { action: 'lower', shown: 'Shift+Alt+↑', key: 'arrowup', alt: true, shift: true, what: 'Lower' },
  { action: 'go-left', shown: 'Alt+←', key: 'arrowleft', alt: true, what: 'Go left' },
  { action: 'go-right', shown: 'Alt+→', key: 'arrowright', alt: true, what: 'Go right' },
  { action: 'go-up', shown: 'Alt+↑', key: 'arrowup', alt: true, what: 'Go up' },
  { action: 'go-down', shown: 'Alt+↓', key: 'arrowdown', alt: true, what: 'Go down' },
  { action: 'select-all', shown: 'Ctrl+A', key: 'a', ctrl: true, what: 'Select everything' },
  { action: 'clear', shown: 'Esc', key: 'escape', what: 'Select nothing' },
  { action: 'help', shown: '?', key: '?', what: 'Keys' },
  { action: 'help', shown: '?', key: 'f1', what: 'Keys' },
];

/** Actions that only menus and the quick line have. */
export const keyless: readonly Pick<Binding, 'action' | 'what'>[] = [
  { action: 'export', what: 'Export' },
  { action: 'edits', what: 'History of edits' },
  { action: 'hints-again', what: 'Show hints again' },
  { action: 'align-left', what: 'Align left edges' },
  { action: 'align-right', what: 'Align right edges' },
  { action: 'align-top', what: 'Align top edges' },
  { action: 'align-bottom', what: 'Align bottom edges' },
  { action: 'align-center', what: 'Align centres in a column' },
  { action: 'align-middle', what: 'Align centres in a row' },
  { action: 'spread-across', what: 'Spread evenly across' },
  { action: 'spread-down', what: 'Spread evenly down' },
];

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const EDITING: readonly Action[] = ['undo', 'redo', 'select-all', 'duplicate'];

/** The action of a key press. While text is being written only those with Ctrl count, and of them not
 * the ones that edit text. */
export function actionOf(event: Pressed, writing: boolean): Action | null {
  const key = event.key.toLowerCase();
  const ctrl = event.ctrlKey || event.metaKey;
  // Symbols need Shift on some keyboards and not on others; an arrow with Shift is a longer step, with Alt
  // too it is another action.
  const anyShift = /^[^a-z0-9]$/.test(key) || (key.startsWith('arrow') && !event.altKey);
  const found = bindings.find(
    (b) =>
      b.key === key &&
      (b.ctrl ?? false) === ctrl &&
      (b.alt ?? false) === event.altKey &&
      (anyShift || (b.shift ?? false) === event.shiftKey),
  );
  if (!found || (writing && (!found.ctrl || EDITING.includes(found.action)))) return null;
  return found.action;
}

/** The key of an action, for menus and tooltips. */
export function keyOf(action: Action): string {
  return bindings.find((b) => b.action === action)?.shown ?? '';
}

/** What an action does, in the words of menus. */
export function whatOf(action: Action): string {
  return [...bindings, ...keyless].find((b) => b.action === action)?.what ?? '';
}
