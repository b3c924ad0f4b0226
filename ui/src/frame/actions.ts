import type { CanvasView } from '../canvas/view';
import type { App } from '../state/app.svelte';
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

function done(task: Promise<unknown>): true {
  void task;
  return true;
}
