import { asProblem, type Backend } from '../backend/backend';
import type { BlastRun, Problem, RunProgress } from '../generated/protocol';
import { BASELINE, type Document } from './document.svelte';
import { AS_USUAL, type Runs } from './runs.svelte';

/** A blast radius with what was run for it, so that it can be told from the model as it is now. */
interface Made {
  blast: BlastRun;
  digests: (string | null | undefined)[];
}

/** What is lost when each element is down, by simulation: what was found, and the run that is going on. */
export class Blasts {
  private made = $state.raw<ReadonlyMap<string, Made>>(new Map());
  running = $state<number | null>(null);
  progress = $state.raw<RunProgress | null>(null);
  /** Raised with every model that is let go. */
  private generation = 0;

  constructor(
    private readonly backend: Backend,
    private readonly document: Document,
    private readonly runs: Runs,
    private readonly failed: (problem: Problem) => void,
  ) {
    backend.listen((event) => {
      if (event.event === 'progress' && event.run === this.running) this.progress = event;
    });
  }

  /** Of the shown option under the chosen scenario. */
  get current(): BlastRun | null {
    return this.made.get(this.key)?.blast ?? null;
  }

  /** Has the option or the baseline changed since? */
  get stale(): boolean {
    const made = this.made.get(this.key);
    const now = this.digests;
    return made !== undefined && made.digests.some((digest, i) => digest !== now[i]);
  }

  forget(): void {
    void this.cancel();
    this.generation += 1;
    this.running = null;
    this.progress = null;
    this.made = new Map();
  }

  async run(): Promise<void> {
    const { id: document, option } = this.document;
    const { scenario } = this.runs;
    if (document === null || this.running !== null || scenario === '') return;
    const { generation, key, digests } = this;
    const run = this.runs.number();
    this.running = run;
    this.progress = null;
    try {
      const settings = AS_USUAL;
      const ask = { document, run, option, scenario, settings };
      const blast = await this.backend.call('simulate_blast', ask);
      if (generation === this.generation) {
        this.made = new Map(this.made).set(key, { blast, digests });
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

  private get digests(): (string | null | undefined)[] {
    const { scenario } = this.runs;
    return [this.document.option, BASELINE].map((option) => this.runs.digest(option, scenario));
  }
}
