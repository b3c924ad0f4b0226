import { asProblem, type Backend } from '../backend/backend';
import type { Problem, RareRun, RunProgress } from '../generated/protocol';
import { BASELINE, type Document } from './document.svelte';
import { AS_USUAL, type Runs } from './runs.svelte';

/** What was found, with what was run for it. */
interface Made {
  found: RareRun;
  digests: (string | null | undefined)[];
}

/** How often things happen that hardly ever do: what was found, and the run that is going on. */
export class Rares {
  private made = $state.raw<ReadonlyMap<string, readonly Made[]>>(new Map());
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

  /** Of the shown option under the chosen scenario, the latest first; those of an earlier design are stale. */
  get current(): { found: RareRun; stale: boolean }[] {
    const now = this.digests;
    return (this.made.get(this.key) ?? []).map(({ found, digests }) => ({
      found,
      stale: digests.some((digest, i) => digest !== now[i]),
    }));
  }

  forget(): void {
    void this.cancel();
    this.generation += 1;
    this.running = null;
    this.progress = null;
    this.made = new Map();
  }

  async run(what: string): Promise<void> {
    const { id: document, option } = this.document;
    const { scenario } = this.runs;
    if (document === null || this.running !== null || scenario === '') return;
    const { generation, key, digests } = this;
    const run = this.runs.number();
    this.running = run;
    this.progress = null;
    try {
      const settings = { ...AS_USUAL, interim: false };
      const ask = { document, run, option, scenario, rare: [what], settings };
      const found = await this.backend.call('simulate_rare', ask);
      if (generation === this.generation) {
        const others = (this.made.get(key) ?? []).filter(
          (made) => made.found.outcomes[0]?.what !== what,
        );
        this.made = new Map(this.made).set(key, [{ found, digests }, ...others]);
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
