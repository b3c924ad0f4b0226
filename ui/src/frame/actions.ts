import type { CanvasView } from '../canvas/view';
import type { App } from '../state/app.svelte';
import { withInner, type Alignment } from '../state/drawing';
import { putInto } from '../state/nesting';
import type { Action } from './keys';

const STEPS: Partial<Record<Action, [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
/** Which way the lower right corner goes. */
const SIZES: Partial<Record<Action, [number, number]>> = {
  wider: [2, 0],
  narrower: [-2, 0],
  taller: [0, 2],
  lower: [0, -2],
};
const LONG_STEP = 8;
/** Pixels of the screen that a step moves the view. */
const PAN = 40;

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
    case 'new-from':
      app.dialog = 'gallery';
      return true;
    case 'open':
      return done(app.openFile());
    case 'hints-again':
      app.settings.hintsAgain();
      return true;
    case 'help':
      app.dialog = 'keys';
      return true;
  }
  if (!document.view) return false;
  const step = STEPS[action];
  if (step) {
    const size = long ? LONG_STEP : 1;
    if (view.selected.size === 0) canvas?.pan(step[0] * size * PAN, step[1] * size * PAN);
    else canvas?.steps.nudge(step[0] * size, step[1] * size);
    return true;
  }
  const size = SIZES[action];
  if (size) {
    if (view.selected.size === 0) return false;
    canvas?.steps.stretch(...size);
    return true;
  }
  switch (action) {
    case 'close':
      return done(app.leave());
    case 'export':
      view.show('export');
      return true;
    case 'edits':
      view.show('history');
      return true;
    case 'present':
      if (app.presenting.on) app.presenting.stop();
      else void app.presenting.start(canvas);
      return true;
    case 'add-slide':
      return done(app.presenting.add(canvas));
    case 'next-slide':
    case 'previous-slide':
      if (!app.presenting.on) return false;
      return done(app.presenting.step(action === 'next-slide' ? 1 : -1, canvas));
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
    case 'know':
      app.know();
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
    case 'next-link':
      return app.linking.nextLink();
    case 'link-mode':
      return app.linking.nextMode();
    case 'link-end':
      return reattach(app, 'to');
    case 'link-start':
      return reattach(app, 'from');
    case 'move-into':
      return moveInto(app);
    case 'take-out':
      return takeOut(app);
    case 'note':
      app.noting.begin(canvas?.middle() ?? { x: 0, y: 0 });
      return true;
    case 'tidy':
      return done(app.drafting.tidy(null).then((tidied) => tidied && canvas?.fit()));
    case 'tidy-selection':
      return done(app.drafting.tidy(view.selected));
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
    case 'toggle-minimap':
      view.minimap = !view.minimap;
      return true;
    case 'perspective':
      view.nextPerspective();
      return true;
    case 'split':
      return app.setSplit(!view.split);
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
      else if (app.presenting.on) app.presenting.stop();
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

/** Asks where an end of the selected link is to go. */
function reattach(app: App, end: 'from' | 'to'): boolean {
  const { links } = app.view;
  const link = app.document.view?.architecture.relationships[links[0] ?? ''];
  if (!link) return false;
  const [from, to] = [link.from, link.to].map((at) => at.split('/', 1)[0]!);
  app.drafting.pick({
    what: end === 'to' ? 'Where the link ends' : 'Where the link begins',
    why: (id) =>
      id === (end === 'to' ? to : from)
        ? 'It is there already.'
        : app.linking.joined(end === 'to' ? from! : id, end === 'to' ? id : to!, link.mode).why,
    take: (id) => void app.linking.attach(links, end, id),
  });
  return true;
}

/** Asks what the selection is to stand in. */
function moveInto(app: App): boolean {
  const ids = [...app.view.selected];
  const architecture = app.document.view?.architecture;
  if (!architecture || ids.length === 0) return false;
  const inner = withInner(ids, architecture);
  app.drafting.pick({
    what: 'What it is to stand in',
    why: (id) => {
      if (inner.has(id)) return 'It would stand in itself.';
      if (ids.every((of) => architecture.elements[of]?.in === id))
        return 'It stands there already.';
      return app.linking.holder(ids, id) === id ? null : 'It cannot stand in that.';
    },
    take: (id) => void app.drafting.draw(putInto(ids, id, architecture)),
  });
  return true;
}

/** Puts the selection beside what it stands in. */
function takeOut(app: App): boolean {
  const architecture = app.document.view?.architecture;
  const ids = [...app.view.selected].filter((id) => architecture?.elements[id]?.in);
  const [first] = ids;
  if (!architecture || first === undefined) return false;
  const within = architecture.elements[first]!.in!;
  const outer = architecture.elements[within]?.in ?? null;
  if (app.linking.holder(ids, outer) !== outer) return false;
  void app.drafting.draw(putInto(ids, outer, architecture));
  return true;
}

function done(task: Promise<unknown>): true {
  void task;
  return true;
}
