import { getContext, setContext } from 'svelte';
import { asProblem, placeOf, type Backend } from '../backend/backend';
import type {
  Description,
  Edit,
  Finding,
  Opened,
  Problem,
  Recent,
  Recoverable,
  Run,
  Template,
} from '../generated/protocol';
import type { CanvasView } from '../canvas/view';
import { sentence } from '../format/sentence';
import { placeMeant } from '../outline/place';
import { Blasts } from './blasts.svelte';
import { Rares } from './rares.svelte';
import { BASELINE, Document } from './document.svelte';
import { Drafting } from './drafting.svelte';
import { Linking } from './linking.svelte';
import { Noting } from './noting.svelte';
import { Notices } from './notices.svelte';
import { Previews } from './previews.svelte';
import { Pictures } from './pictures';
import { Presenting } from './presenting.svelte';
import { Runs } from './runs.svelte';
import { save, saveAs } from './saving';
import { start } from './starting';
import { Settings } from './settings.svelte';
import { View } from './view.svelte';

const CONTEXT = Symbol('app');
/** What options, journeys, scenarios or slides may name. */
const USED = /^(scenarios|journeys|teams|data|contracts)\/[^/]+$/;

export function provideApp(backend: Backend): App {
  return setContext(CONTEXT, new App(backend));
}

export function useApp(): App {
  return getContext<App>(CONTEXT);
}

type Question = {
  title: string;
  text: string;
  /** What is to be thought about, one by one. */
  lines?: readonly string[];
  choices: { id: string; label: string; primary?: boolean }[];
};

/** Everything the window does, in the words of its menus. */
export class App {
  readonly view = new View();
  readonly notices = new Notices();
  readonly document: Document;
  readonly runs: Runs;
  readonly blasts: Blasts;
  readonly rares: Rares;
  readonly previews: Previews;
  readonly drafting: Drafting;
  readonly linking: Linking;
  readonly noting: Noting;
  readonly presenting: Presenting;
  readonly settings: Settings;
  /** The drawings of the templates. */
  readonly pictures: Pictures;
  /** The canvas, while there is one. */
  canvas: () => CanvasView | null = () => null;
  /** Is it known what to begin with? */
  ready = $state(false);
  /** Was something asked for already, so that nothing is to be opened unasked? */
  asked = false;
  /** What can be said in a model. */
  description = $state.raw<Description | null>(null);
  recent = $state.raw<Recent[]>([]);
  templates = $state.raw<Template[]>([]);
  recoverable = $state.raw<Recoverable[]>([]);
  busy = $state<string | null>(null);
  /** What a person is being asked, and where the answer goes. */
  question = $state.raw<(Question & { answer: (choice: string | null) => void }) | null>(null);
  /** The dialog that is open. */
  dialog = $state<'spin-out' | 'know' | 'keys' | 'about' | 'gallery' | null>(null);
  spinningOut = $state.raw<string[]>([]);
  /** The operation whose demand is to follow from what people know. */
  knowing = $state.raw<{ element: string; operation: string } | null>(null);

  constructor(readonly backend: Backend) {
    const failed = (problem: Problem) => this.fail(problem);
    this.document = new Document(backend, failed);
    this.runs = new Runs(backend, this.document, failed);
    this.blasts = new Blasts(backend, this.document, this.runs, failed);
    this.rares = new Rares(backend, this.document, this.runs, failed);
    this.previews = new Previews(backend, this.document, this.runs, failed);
    this.drafting = new Drafting(this);
    this.linking = new Linking(this);
    this.noting = new Noting(this);
    this.presenting = new Presenting(this);
    this.settings = new Settings(backend, failed);
    this.pictures = new Pictures(backend);
  }

  start(): Promise<void> {
    return start(this);
  }

  fail(problem: Problem): void {
    this.notices.say({
      tone: 'bad',
      title: sentence(problem.why),
      place: placeOf(problem),
      fix: sentence(problem.fix),
    });
  }

  async open(path: string): Promise<void> {
    await this.opening(`Opening ${path.split(/[\\/]/).at(-1)}`, () =>
      this.backend.call('open', { path }),
    );
  }

  async openText(name: string, text: string): Promise<void> {
    await this.opening(`Opening ${name}`, () => this.backend.call('open_text', { name, text }));
  }

  async openFile(): Promise<void> {
    const path = await this.backend.chooseModel();
    if (path) await this.open(path);
  }

  /** Makes a model, blank or from a template, and shows an option of it: the chosen one if none is named. */
  async create(template: string | null, option: string | null = null): Promise<void> {
    await this.opening('Making a model', () => this.backend.call('new', { template }), option);
  }

  async recover(key: string): Promise<void> {
    await this.opening('Bringing back unsaved work', () => this.backend.call('recover', { key }));
  }

  async discardRecovery(key: string): Promise<void> {
    await this.attempt(async () => {
      await this.backend.call('discard_recovery', { key });
      this.recoverable = this.recoverable.filter((r) => r.key !== key);
    });
  }

  private async opening(
    what: string,
    command: () => Promise<Opened>,
    option: string | null = null,
  ): Promise<void> {
    this.asked = true;
    if (!(await this.mayLeave())) return;
    this.busy = what;
    const opened = await this.attempt(command);
    this.busy = null;
    if (!opened) return;
    const { view } = opened;
    const { id: left } = this.document;
    this.view.select(new Set());
    this.view.beside = BASELINE;
    this.presenting.stop();
    this.presenting.at = null;
    this.runs.forget();
    this.blasts.forget();
    this.rares.forget();
    this.runs.scenario = view.default_scenario ?? Object.keys(view.scenarios)[0] ?? '';
    const taken = this.document.take(opened);
    if (left !== null) await this.letGo(left);
    await taken;
    if (option !== null && option !== this.document.option) await this.document.show(option);
    this.recent = (await this.attempt(() => this.backend.call('recent', {})))?.files ?? this.recent;
    const known = await this.runs.restore();
    if (this.document.id !== view.document) return;
    if (!known && this.runnable) await this.runs.run();
  }

  /** Can the shown option be run under the chosen scenario? */
  get runnable(): boolean {
    return (this.document.view?.scenarios[this.runs.scenario]?.digest ?? null) !== null;
  }

  /** Lets the open model go, unless there is unsaved work and the person would rather stay. Answers
   * whether it is gone. */
  async leave(): Promise<boolean> {
    if (!(await this.mayLeave())) return false;
    const { id } = this.document;
    if (id === null) return true;
    await this.letGo(id);
    this.document.close();
    this.presenting.stop();
    this.runs.forget();
    this.blasts.forget();
    this.rares.forget();
    return true;
  }

  /** Asks about unsaved work before the open model is let go. Answers whether to go on. */
  private async mayLeave(): Promise<boolean> {
    const { view } = this.document;
    if (!view?.file.dirty) return true;
    const choice = await this.ask({
      title: `Save ${view.name}?`,
      text: 'It has changes that are not in its file yet.',
      choices: [
        { id: 'discard', label: 'Discard changes' },
        { id: 'save', label: 'Save', primary: true },
      ],
    });
    return choice === 'save' ? this.save() : choice === 'discard';
  }

  private async letGo(document: number): Promise<void> {
    await this.attempt(() => this.backend.call('close', { document, discard: true }));
  }

  save(): Promise<boolean> {
    return save(this);
  }

  saveAs(): Promise<boolean> {
    return saveAs(this);
  }

  /** Asks a question in a dialog; nothing when it is closed. */
  ask(question: Question): Promise<string | null> {
    return new Promise((resolve) => {
      this.question = {
        ...question,
        answer: (choice) => {
          this.question = null;
          resolve(choice);
        },
      };
    });
  }

  async showOption(option: string): Promise<void> {
    const before = this.document.option;
    this.runs.opened = null;
    await this.document.show(option);
    // What was beside becomes what is shown: then the two change places.
    if (this.view.split && this.view.beside === option) this.view.beside = before;
    await this.runs.restore();
  }

  /** Shows another option beside the shown one, or not; answers whether there is another. */
  setSplit(on: boolean): boolean {
    const { document, view } = this;
    const others = (document.view?.options ?? []).filter(({ id }) => id !== document.option);
    const fits = others.some(({ id }) => id === view.beside);
    if (on && others.length === 0) return false;
    if (on && !fits) view.beside = others[0]!.id;
    view.setSplit(on);
    return true;
  }

  async showScenario(scenario: string): Promise<void> {
    this.runs.opened = null;
    this.runs.scenario = scenario;
    await this.runs.restore();
  }

  /** Shows a run of the history in place of the latest one, beside the baseline of its comparison. */
  async showRun(run: Run, beside: Run | null = null): Promise<void> {
    const view = this.document.view;
    if (!view) return;
    if (run.option !== view.option && view.options.some((o) => o.id === run.option)) {
      await this.document.show(run.option);
    }
    if (view.scenarios[run.scenario]) this.runs.scenario = run.scenario;
    this.runs.open(run, beside);
  }

  /** Sets one value of the model; answers the problem for the field that asked. Before something goes that
   * others may use, it is told what else goes. */
  async set(path: string, value: unknown): Promise<Problem | null> {
    const edit: Edit = { kind: 'set', path, value: value as never };
    if (value === null && USED.test(path) && !(await this.drafting.mayRemove(edit))) return null;
    return this.document.apply(edit);
  }

  /** Opens the form "what do you know?" of an element that works; of its first operation where none is named. */
  know(element: string | undefined = [...this.view.selected][0], operation?: string): void {
    const found = this.document.view?.architecture.elements[element ?? ''];
    const works = this.description?.kinds.find((k) => k.kind === found?.kind)?.operations;
    if (!element || !found || !works) {
      this.notices.say({
        tone: 'note',
        title: 'Select an element that does work first.',
        fix: 'A process, a component, a store or another system: their demands follow from what you know.',
      });
      return;
    }
    const first = Object.keys(found.operations ?? {})[0] ?? 'default';
    this.knowing = { element, operation: operation ?? first };
    this.dialog = 'know';
  }

  /** Opens the dialog for the components of the selection. */
  spinOut(components: string[] = [...this.view.selected]): void {
    const elements = this.document.view?.architecture.elements ?? {};
    const chosen = components.filter((id) => elements[id]?.kind === 'component');
    if (chosen.length === 0) {
      this.notices.say({
        tone: 'note',
        title: 'Select one or more components of a process first.',
        fix: 'Click a component inside the monolith; with Shift, several.',
      });
      return;
    }
    this.spinningOut = chosen;
    this.dialog = 'spin-out';
  }

  /** Selects what a finding is about. */
  goTo(finding: Finding): void {
    const view = this.document.view;
    if (!view) return;
    const { element, relationship } = placeMeant(finding.place, view);
    this.view.select(new Set(element ? [element] : []), relationship ? [relationship] : []);
    this.view.right = true;
  }

  async attempt<T>(action: () => Promise<T>): Promise<T | null> {
    try {
      return await action();
    } catch (cause) {
      this.fail(asProblem(cause));
      return null;
    }
  }
}
