import { asProblem, type Backend } from '../backend/backend';
import type {
  Applied,
  Edit,
  ListedPrice,
  Opened,
  Preset,
  Problem,
  SpinOut,
  SpinOutPreview,
  SpinOutWeights,
  View,
} from '../generated/protocol';
import { BASELINE } from './baseline';
import { patched } from './patch';

export { BASELINE };

/** The open model as the screen shows it. The model itself lives in the back end: here are views of it,
 * and every change is a command. */
export class Document {
  view = $state.raw<View | null>(null);
  /** The baseline beside the shown option; the same as the view on the baseline's tab. */
  base = $state.raw<View | null>(null);
  /** Another option that is looked at beside the shown one. */
  beside = $state.raw<View | null>(null);
  /** What can be billed; nothing while that is not known. */
  prices = $state.raw<ListedPrice[] | null>(null);
  readonly id = $derived(this.view?.document ?? null);
  readonly option = $derived(this.view?.option ?? BASELINE);
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly backend: Backend,
    private readonly failed: (problem: Problem) => void,
  ) {}

  name(option: string): string {
    return this.view?.options.find((o) => o.id === option)?.name ?? option;
  }

  async take(opened: Opened): Promise<void> {
    this.base = null;
    this.beside = null;
    this.view = opened.view;
    this.prices = null;
    await Promise.all([this.refreshBase(), this.readPrices(opened.view.document)]);
  }

  private async readPrices(document: number): Promise<void> {
    try {
      const { prices } = await this.backend.call('prices', { document });
      if (this.id === document) this.prices = prices;
    } catch (cause) {
      if (this.id === document) this.failed(asProblem(cause));
    }
  }

  /** Takes over a view that another command answered with. */
  async refresh(view: View): Promise<void> {
    this.view = view;
    await this.refreshBase();
  }

  close(): void {
    this.view = null;
    this.base = null;
  }

  /** Shows another option. */
  async show(option: string): Promise<void> {
    const document = this.id;
    if (document === null) return;
    try {
      this.view = await this.backend.call('view', { document, option });
      await this.refreshBase();
    } catch (cause) {
      this.failed(asProblem(cause));
    }
  }

  /** Changes the model. Changes go one after the other, each on what the one before left. Answers the
   * problem, if there is one. */
  apply(edit: Edit, gesture: string | null = null): Promise<Problem | null> {
    return this.inTurn(async (view) => {
      const { document, option, revision } = view;
      return this.backend.call('apply', { document, option, revision, gesture, edit });
    });
  }

  /** Puts the summary of a run of the history into the file. */
  keepEvidence(run: number): Promise<Problem | null> {
    return this.inTurn(({ document, option, revision }) =>
      this.backend.call('keep_evidence', { document, option, revision, run }),
    );
  }

  async undo(): Promise<void> {
    await this.step('undo');
  }

  async redo(): Promise<void> {
    await this.step('redo');
  }

  /** Takes steps back or does them again until `at` of them are done. */
  goTo(at: number): Promise<Problem | null> {
    return this.inTurn(({ document, option, revision }) =>
      this.backend.call('go_to_step', { document, option, revision, at }),
    );
  }

  private async step(command: 'undo' | 'redo'): Promise<void> {
    const problem = await this.inTurn(async (view) => {
      if (!view[command]) return null;
      const { document, option, revision } = view;
      return this.backend.call(command, { document, option, revision });
    });
    if (problem) this.failed(problem);
  }

  /** What a spinout would change. */
  async preview(spinOut: SpinOut): Promise<SpinOutPreview> {
    await this.queue;
    const { document, option } = this.view!;
    return this.backend.call('preview_spin_out', { document, option, spin_out: spinOut });
  }

  /** What a spinout would change in times, and if asked in the cost of a month, which takes longer. */
  async weigh(spinOut: SpinOut, scenario: string | null, month: boolean): Promise<SpinOutWeights> {
    await this.queue;
    const { document, option } = this.view!;
    const ask = { document, option, spin_out: spinOut, scenario, month };
    return this.backend.call('weigh_spin_out', ask);
  }

  /** Scenarios to start from, made for this model. */
  async presets(): Promise<Preset[]> {
    await this.queue;
    const { document, option } = this.view!;
    return (await this.backend.call('presets', { document, option })).presets;
  }

  private inTurn(command: (view: View) => Promise<Applied | null>): Promise<Problem | null> {
    const turn = this.queue.then(async () => {
      const view = this.view;
      if (!view) return null;
      try {
        const applied = await command(view);
        // Another model may have been opened meanwhile.
        if (applied && this.id === view.document) await this.takeApplied(applied);
        return null;
      } catch (cause) {
        const problem = asProblem(cause);
        // Somebody else changed the model meanwhile: what is shown has to catch up first.
        if (problem.kind === 'stale') await this.show(view.option);
        return problem;
      }
    });
    this.queue = turn;
    return turn;
  }

  private async takeApplied(applied: Applied): Promise<void> {
    const before = this.view!;
    if (applied.view) this.view = applied.view;
    else if (applied.patch) this.view = patched(before, applied.patch);
    await this.refreshBase();
  }

  /** Reads the option that is to stand beside the shown one, unless that is the baseline, which is there. */
  async lookBeside(option: string): Promise<void> {
    const view = this.view;
    if (!view || option === BASELINE || !view.options.some((o) => o.id === option)) {
      this.beside = null;
      return;
    }
    const { document, revision } = view;
    const known = this.beside;
    if (known?.document === document && known.option === option && known.revision === revision)
      return;
    try {
      this.beside =
        option === view.option ? view : await this.backend.call('view', { document, option });
    } catch (cause) {
      this.failed(asProblem(cause));
    }
  }

  private async refreshBase(): Promise<void> {
    const view = this.view;
    if (!view) return;
    if (view.option === BASELINE) {
      this.base = view;
      return;
    }
    if (this.base?.document === view.document && this.base.revision === view.revision) return;
    this.base = await this.backend.call('view', { document: view.document, option: BASELINE });
  }
}
