import { asProblem, type Backend } from '../backend/backend';
import type { Problem, RunProgress } from '../generated/protocol';
import { BASELINE, type Document } from './document.svelte';
import type { Runs } from './runs.svelte';

/** The networks that something was found for; it is stale when they are others. */
export type Digests = (string | null | undefined)[];

/** A study beside the run of the shown option: one at a time, with its progress, to be cancelled. What it finds
 * is kept by option and scenario with the networks that it was found for. */
export class SideStudy<Found> {
  private made = $state.raw<ReadonlyMap<string, Found>>(new Map());
  running = $state<number | null>(null);
  progress = $state.raw<RunProgress | null>(null);
  /** Raised with every model that is let go. */
  private generation = 0;

  constructor(
    protected readonly backend: Backend,
    protected readonly document: Document,
    protected readonly runs: Runs,
    private readonly failed: (problem: Problem) => void,
  ) {
    backend.listen((event) => {
      if (event.event === 'progress' && event.run === this.running) this.progress = event;
    });
  }

  /** What was found for the shown option under the chosen scenario. */
  protected get found(): Found | undefined {
    return this.made.get(this.key);
  }

  /** Have the option or the baseline changed since? */
  protected isStale(digests: Digests): boolean {
    const now = this.digests;
    return digests.some((digest, i) => digest !== now[i]);
  }

  forget(): void {
    void this.cancel();
    this.generation += 1;
    this.running = null;
    this.progress = null;
    this.made = new Map();
  }

  /** Makes a study of the shown option under the chosen scenario and keeps what it finds: `keep` joins it with
   * what was found before. Nothing happens while one is going on. */
  protected async study<Answer>(
    ask: (about: {
      document: number;
      run: number;
      option: string;
      scenario: string;
    }) => Promise<Answer>,
    keep: (answer: Answer, digests: Digests, before: Found | undefined) => Found,
  ): Promise<void> {
    const { id: document, option } = this.document;
    const { scenario } = this.runs;
    if (document === null || this.running !== null || scenario === '') return;
    const { generation, key, digests } = this;
    const run = this.runs.number();
    this.running = run;
    this.progress = null;
    try {
      const answer = await ask({ document, run, option, scenario });
      if (generation === this.generation) {
        this.made = new Map(this.made).set(key, keep(answer, digests, this.made.get(key)));
      }
    } catch (cause) {
      const problem = asProblem(cause);
      if (generation === this.generation && problem.kind !== 'cancelled') this.failed(problem);
    } finally {
      if (generation === this.generation) {
        this.running = null;
        this.progress = null;
      }
    }
  }

  async cancel(): Promise<void> {
    if (this.running === null) return;
    try {
      await this.backend.call('cancel', { run: this.running });
    } catch (cause) {
      this.failed(asProblem(cause));
    }
  }

  private get key(): string {
    return `${this.document.option}/${this.runs.scenario}`;
  }

  private get digests(): Digests {
    const { scenario } = this.runs;
    return [this.document.option, BASELINE].map((option) => this.runs.digest(option, scenario));
  }
}
