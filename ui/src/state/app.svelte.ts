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
  View as DocumentView,
} from '../generated/protocol';
import { sentence } from '../format/sentence';
import { placeMeant } from '../outline/place';
import { Blasts } from './blasts.svelte';
import { Rares } from './rares.svelte';
import { Document } from './document.svelte';
import { Drafting } from './drafting.svelte';
import { Linking } from './linking.svelte';
import { Noting } from './noting.svelte';
import { Notices } from './notices.svelte';
import { Previews } from './previews.svelte';
import { Runs } from './runs.svelte';
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
  /** What can be said in a model. */
  description = $state.raw<Description | null>(null);
  recent = $state.raw<Recent[]>([]);
  templates = $state.raw<Template[]>([]);
  recoverable = $state.raw<Recoverable[]>([]);
  busy = $state<string | null>(null);
  /** What a person is being asked, and where the answer goes. */
  question = $state.raw<(Question & { answer: (choice: string | null) => void }) | null>(null);
  /** The dialog that is open. */
  dialog = $state<'spin-out' | 'keys' | 'about' | null>(null);
  spinningOut = $state.raw<string[]>([]);

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
  }

  /** Reads what the start screen shows. */
  async start(): Promise<void> {
    await this.attempt(async () => {
      this.description = await this.backend.call('describe', {});
      this.templates = (await this.backend.call('templates', {})).templates;
      this.recent = (await this.backend.call('recent', {})).files;
      this.recoverable = (await this.backend.call('recoverable', {})).documents;
    });
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

  async create(template: string | null): Promise<void> {
    await this.opening('Making a model', () => this.backend.call('new', { template }));
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

  private async opening(what: string, command: () => Promise<Opened>): Promise<void> {
    if (!(await this.mayLeave())) return;
    this.busy = what;
    const opened = await this.attempt(command);
    this.busy = null;
    if (!opened) return;
    const { view } = opened;
    const { id: left } = this.document;
    this.view.select(new Set());
    this.runs.forget();
    this.blasts.forget();
    this.rares.forget();
    this.runs.scenario = view.default_scenario ?? Object.keys(view.scenarios)[0] ?? '';
    const taken = this.document.take(opened);
    if (left !== null) await this.letGo(left);
    await taken;
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

  async save(): Promise<boolean> {
    const view = this.document.view;
    if (!view) return false;
    if (view.file.path === null) return this.saveAs();
    return this.saving((overwrite) =>
      this.backend.call('save', { document: view.document, overwrite }),
    );
  }

  async saveAs(): Promise<boolean> {
    const view = this.document.view;
    if (!view) return false;
    const slug = view.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const path = await this.backend.chooseTarget(view.file.path ?? `${slug}.spinout.json`);
    if (!path) return false;
    // The dialog has asked about a file that is there already.
    return this.saving(() =>
      this.backend.call('save_as', { document: view.document, path, overwrite: true }),
    );
  }

  private async saving(
    write: (overwrite: boolean) => Promise<{ path: string; view: DocumentView }>,
  ): Promise<boolean> {
    try {
      let saved;
      try {
        saved = await write(false);
      } catch (cause) {
        if (asProblem(cause).kind !== 'changed_on_disk') throw cause;
        const choice = await this.ask({
          title: 'The file was changed by somebody else',
          text: 'Since it was opened here, the file on disk has changed. Overwriting it loses that change.',
          choices: [
            { id: 'overwrite', label: 'Overwrite' },
            { id: 'keep', label: 'Keep both, save elsewhere', primary: true },
          ],
        });
        if (choice === 'keep') return await this.saveAs();
        if (choice !== 'overwrite') return false;
        saved = await write(true);
      }
      const shown = this.document.view?.option;
      if (shown !== undefined && shown !== saved.view.option) await this.document.show(shown);
      else await this.document.refresh(saved.view);
      this.notices.say({ tone: 'good', title: 'Saved', place: saved.path });
      return true;
    } catch (cause) {
      this.fail(asProblem(cause));
      return false;
    }
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
    this.runs.opened = null;
    await this.document.show(option);
    await this.runs.restore();
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
