import type { CanvasView } from '../canvas/view';
import type { App } from '../state/app.svelte';
import type { Alignment } from '../state/drawing';
import type { Action } from './keys';

const STEPS: Partial<Record<Action, [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
const LONG_STEP = 8;

/** Carries out an action of a key or menu; answers whether it meant anything now. */
export function perform(
  action: Action,
  app: App,
  canvas: CanvasView | null,
  long = false,
): boolean {
  const { view, document, runs } = app;
  switch (action) {
    case 'new':
      return done(app.create(null));
    case 'open':
      return done(app.openFile());
    case 'help':
      app.dialog = 'keys';
      return true;
  }
  if (!document.view) return false;
  const step = STEPS[action];
  if (step) {
    if (view.selected.size === 0) return false;
    const size = long ? LONG_STEP : 1;
    canvas?.nudge(step[0] * size, step[1] * size);
    return true;
  }
  switch (action) {
    case 'save':
      return done(app.save());
    case 'save-as':
      return done(app.saveAs());
    case 'undo':
      return done(document.undo());
    case 'redo':
      return done(document.redo());
    case 'run':
      view.alone = false;
      return done(runs.run());
    case 'cancel':
      return done(runs.cancel());
    case 'spin-out':
      app.spinOut();
      return true;
    case 'add':
      app.drafting.openQuick('draw');
      return true;
    case 'append':
    case 'link':
      app.drafting.openQuick('draw', true);
      return true;
    case 'palette':
      app.drafting.openQuick('do');
      return true;
    case 'find':
      app.drafting.openQuick('find');
      return true;
    case 'group':
      return done(app.drafting.group());
    case 'remove':
      return done(app.drafting.removeSelection());
    case 'rename':
      return rename(app);
    case 'duplicate': {
      const text = app.drafting.copySelection();
      return text === null ? false : done(app.drafting.paste(text));
    }
    case 'align-left':
    case 'align-right':
    case 'align-top':
    case 'align-bottom':
    case 'align-center':
    case 'align-middle':
      return done(app.drafting.align(action.slice('align-'.length) as Alignment));
    case 'spread-across':
      return done(app.drafting.align('across'));
    case 'spread-down':
      return done(app.drafting.align('down'));
    case 'alone':
      view.alone = !view.alone;
      return true;
    case 'toggle-left':
      view.left = !view.left;
      return true;
    case 'toggle-right':
      view.right = !view.right;
      return true;
    case 'toggle-drawer':
      view.drawer = !view.drawer;
      return true;
    case 'toggle-heat':
      view.heat = !view.heat;
      return true;
    case 'split':
      view.setSplit(!view.split);
      return true;
    case 'fit':
      canvas?.fit();
      return true;
    case 'fit-selection':
      canvas?.fitSelection();
      return true;
    case 'actual-size':
      canvas?.zoomTo(1);
      return true;
    case 'zoom-in':
      canvas?.zoom(1.25);
      return true;
    case 'zoom-out':
      canvas?.zoom(0.8);
      return true;
    case 'go-left':
      canvas?.go('left');
      return true;
    case 'go-right':
      canvas?.go('right');
      return true;
    case 'go-up':
      canvas?.go('up');
      return true;
    case 'go-down':
      canvas?.go('down');
      return true;
    case 'select-all':
      view.select(new Set(Object.keys(document.view.architecture.elements)));
      return true;
    case 'clear':
      if (view.alone) view.alone = false;
      else view.select(new Set());
      return true;
    default:
      return false;
  }
}

/** Goes to the name of the selected element. */
function rename(app: App): boolean {
  if (app.view.selected.size !== 1) return false;
  app.view.right = true;
  app.view.alone = false;
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>('[data-testid="field-name"]');
    field?.focus();
    field?.select();
  });
  return true;
}

function done(task: Promise<unknown>): true {
  void task;
  return true;
}
