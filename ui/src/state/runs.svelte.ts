import { asProblem, type Backend } from '../backend/backend';
import type {
  Comparison,
  Problem,
  Run,
  RunProgress,
  RunSettings,
  View,
} from '../generated/protocol';
import { BASELINE, type Document } from './document.svelte';

/** Seed, precision and bounds as the back end has them. */
const AS_USUAL: RunSettings = {
  seed: null,
  precision: null,
  replications: null,
  time_budget_s: null,
};

const key = (option: string, scenario: string) => `${option}/${scenario}`;

/** The results that are on screen, the run that is going on, and how to start one. */
export class Runs {
  private results = $state.raw<ReadonlyMap<string, Run>>(new Map());
  private comparisons = $state.raw<ReadonlyMap<string, Comparison>>(new Map());
  scenario = $state('');
  /** The run that is going on, with what is known of it. */
  progress = $state.raw<RunProgress | null>(null);
  running = $state<number | null>(null);
  /** A run of the history that is shown in place of the latest. */
  opened = $state.raw<Run | null>(null);
  private next = 1;

  /** The run to show: of the shown option under the chosen scenario, unless one of the history is open. */
  get current(): Run | null {
    return this.opened ?? this.results.get(key(this.document.option, this.scenario)) ?? null;
  }

  /** The baseline under the same scenario. */
  get base(): Run | null {
    return this.results.get(key(BASELINE, this.scenario)) ?? null;
  }

  get comparison(): Comparison | null {
    if (this.opened) return null;
    return this.comparisons.get(key(this.document.option, this.scenario)) ?? null;
  }

  /** Has the model moved on since the shown run? */
  get stale(): boolean {
    return isStale(this.current, this.document.view, this.scenario);
  }

  constructor(
    private readonly backend: Backend,
    private readonly document: Document,
    private readonly failed: (problem: Problem) => void,
  ) {
    backend.listen((event) => {
      if (event.event === 'progress' && event.run === this.running) this.progress = event;
      if (event.event === 'warning') failed(event.problem);
    });
  }

  forget(): void {
    this.results = new Map();
    this.comparisons = new Map();
    this.opened = null;
    this.progress = null;
  }

  /** Runs the shown option under the scenario, beside the baseline where it is another one. */
  async run(): Promise<void> {
    const { id: document, option } = this.document;
    if (document === null || this.running !== null || this.scenario === '') return;
    const { scenario } = this;
    const run = this.next++;
    this.running = run;
    this.progress = null;
    this.opened = null;
    try {
      if (option === BASELINE) {
        const { runs } = await this.backend.call('simulate', {
          document,
          run,
          options: [BASELINE],
          scenarios: [scenario],
          settings: AS_USUAL,
        });
        this.keep(runs.map((r) => r.run));
      } else {
        const comparison = await this.backend.call('compare', {
          document,
          run,
          base: BASELINE,
          option,
          scenario,
          settings: AS_USUAL,
        });
        this.comparisons = new Map(this.comparisons).set(key(option, scenario), comparison);
        this.keep(comparison.runs);
      }
    } catch (cause) {
      const problem = asProblem(cause);
      if (problem.kind !== 'cancelled') this.failed(problem);
    } finally {
      this.running = null;
      this.progress = null;
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

  /** Looks for the latest runs of the shown option and the baseline in the history. Answers whether
   * there is a result that is not stale. */
  async restore(): Promise<boolean> {
    const view = this.document.view;
    if (!view) return false;
    const { scenario } = this;
    const wanted = [...new Set([view.option, BASELINE])].filter(
      (o) => !this.results.has(key(o, scenario)),
    );
    if (wanted.length > 0) {
      try {
        const { runs } = await this.backend.call('history', { model: view.name });
        for (const option of wanted) {
          const entry = runs.find((r) => r.option === option && r.scenario === scenario);
          if (entry) this.keep([await this.backend.call('history_run', { id: entry.id })]);
        }
      } catch (cause) {
        this.failed(asProblem(cause));
      }
    }
    return this.current !== null && !this.stale;
  }

  private keep(runs: Run[]): void {
    const results = new Map(this.results);
    for (const run of runs) results.set(key(run.option, run.scenario), run);
    this.results = results;
  }
}

function isStale(run: Run | null, view: View | null, scenario: string): boolean {
  if (!run || !view || run.option !== view.option) return false;
  const digest = view.scenarios[scenario]?.digest ?? null;
  return digest !== run.digest;
}
