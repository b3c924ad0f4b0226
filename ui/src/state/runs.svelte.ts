import { asProblem, type Backend } from '../backend/backend';
import type {
  Comparison,
  Finding,
  Method,
  Problem,
  Run,
  RunInterim,
  RunProgress,
  RunSettings,
} from '../generated/protocol';
import { BASELINE, type Document } from './document.svelte';

/** Seed, precision and bounds as the back end has them. */
export const AS_USUAL: RunSettings = {
  seed: null,
  precision: null,
  replications: null,
  time_budget_s: null,
  interim: true,
  method: null,
};

const NOTHING = { runs: new Map<string, Run>(), comparison: null };

const key = (option: string, scenario: string) => `${option}/${scenario}`;

/** The results that are on screen, the run that is going on, and how to start one. */
export class Runs {
  private results = $state.raw<ReadonlyMap<string, Run>>(new Map());
  private comparisons = $state.raw<ReadonlyMap<string, Comparison>>(new Map());
  /** What was said after the runs that were made here. */
  private said = $state.raw<ReadonlyMap<string, Finding[]>>(new Map());
  scenario = $state('');
  /** How runs are made: event by event, or as a fluid. */
  method = $state<Method>('events');
  /** Would the run that is going on take hours by events? */
  long = $state(false);
  /** The run that is going on, with what is known of it. */
  progress = $state.raw<RunProgress | null>(null);
  running = $state<number | null>(null);
  /** What the run that is going on has found so far. */
  private soFar = $state.raw<{ runs: ReadonlyMap<string, Run>; comparison: Comparison | null }>(
    NOTHING,
  );
  /** A run of the history that is shown in place of the latest. */
  opened = $state.raw<Run | null>(null);
  /** The run of the baseline that was made together with it. */
  private beside = $state.raw<Run | null>(null);
  private next = 1;
  /** The run that is going on, or the last one. */
  private going: Promise<void> = Promise.resolve();
  /** Raised with every model that is let go: what was asked for an earlier one is not for this one. */
  private generation = 0;

  /** The run to show: of the shown option under the chosen scenario, unless one of the history is open. */
  get current(): Run | null {
    const wanted = key(this.document.option, this.scenario);
    return this.opened ?? this.soFar.runs.get(wanted) ?? this.results.get(wanted) ?? null;
  }

  /** The latest run of an option under the chosen scenario, as far as one is known. */
  of(option: string): Run | null {
    return this.results.get(key(option, this.scenario)) ?? null;
  }

  /** The baseline under the same scenario. */
  get base(): Run | null {
    if (this.opened && this.beside) return this.beside;
    const wanted = key(BASELINE, this.scenario);
    return this.soFar.runs.get(wanted) ?? this.results.get(wanted) ?? null;
  }

  /** What is to be said after the shown run, if it was made here. */
  get findings(): Finding[] {
    if (this.opened || this.refining) return [];
    return this.said.get(key(this.document.option, this.scenario)) ?? [];
  }

  /** Has the run that is going on found something already, for whichever option? */
  get something(): boolean {
    return this.soFar.runs.size > 0;
  }

  /** Is what is shown what a run that is going on has found so far? */
  get refining(): boolean {
    return !this.opened && this.soFar.runs.has(key(this.document.option, this.scenario));
  }

  /** Shows a run of the history, with the baseline of the same comparison if there is one. */
  open(run: Run, beside: Run | null): void {
    this.opened = run;
    this.beside = beside;
  }

  get comparison(): Comparison | null {
    if (this.opened) return null;
    if (this.refining) {
      const { comparison } = this.soFar;
      const shown = comparison?.runs.some((run) => run.option === this.document.option);
      return shown ? comparison : null;
    }
    return this.comparisons.get(key(this.document.option, this.scenario)) ?? null;
  }

  /** Has the model moved on since the shown run, or since what is shown beside it? */
  get stale(): boolean {
    const { current, base, comparison } = this;
    if (!current) return false;
    const beside = current.option === BASELINE || !base ? [] : [base];
    return [current, ...beside, ...(comparison?.runs ?? [])].some(
      ({ option, scenario, digest }) => {
        const now = this.digest(option, scenario);
        return now !== undefined && now !== digest;
      },
    );
  }

  constructor(
    private readonly backend: Backend,
    private readonly document: Document,
    private readonly failed: (problem: Problem) => void,
  ) {
    backend.listen((event) => {
      if (event.event === 'progress' && event.run === this.running) this.progress = event;
      if (event.event === 'interim' && event.run === this.running) this.take(event);
      if (event.event === 'warning') {
        this.long = this.running !== null && event.problem.kind === 'choice_needed';
        failed(event.problem);
      }
    });
  }

  /** Lets go of the results, and of the run that is going on. */
  forget(): void {
    void this.cancel();
    this.generation += 1;
    this.running = null;
    this.results = new Map();
    this.comparisons = new Map();
    this.said = new Map();
    this.opened = null;
    this.progress = null;
    this.soFar = NOTHING;
  }

  private take({ runs, comparison }: RunInterim): void {
    const all = comparison?.runs ?? runs;
    this.soFar = {
      runs: new Map(all.map((run) => [key(run.option, run.scenario), run])),
      comparison,
    };
  }

  /** Runs the shown option under the scenario, beside the baseline where it is another one. */
  run(): Promise<void> {
    if (this.running !== null) return this.going;
    this.going = this.make();
    return this.going;
  }

  private async make(): Promise<void> {
    const { id: document, option } = this.document;
    if (document === null || this.running !== null || this.scenario === '') return;
    const { scenario, generation } = this;
    const run = this.number();
    this.running = run;
    this.progress = null;
    this.opened = null;
    this.long = false;
    try {
      if (this.method === 'fluid') {
        // A fluid has no requests to be paired: the baseline stands beside the option, each by itself.
        const options = option === BASELINE ? [BASELINE] : [BASELINE, option];
        const settings = { ...AS_USUAL, method: this.method };
        const ask = { document, run, options, scenarios: [scenario], settings };
        const { runs } = await this.backend.call('simulate', ask);
        if (generation !== this.generation) return;
        this.keep(runs.map((r) => r.run));
        this.say(runs);
        this.drop(key(option, scenario));
      } else if (option === BASELINE) {
        const { runs } = await this.backend.call('simulate', {
          document,
          run,
          options: [BASELINE],
          scenarios: [scenario],
          settings: AS_USUAL,
        });
        if (generation !== this.generation) return;
        this.keep(runs.map((r) => r.run));
        this.say(runs);
      } else {
        const comparison = await this.backend.call('compare', {
          document,
          run,
          base: BASELINE,
          option,
          scenario,
          settings: AS_USUAL,
        });
        if (generation !== this.generation) return;
        this.comparisons = new Map(this.comparisons).set(key(option, scenario), comparison);
        this.keep(comparison.runs);
        this.say(
          comparison.runs.map((run, i) => ({ run, findings: comparison.findings[i] ?? [] })),
        );
      }
    } catch (cause) {
      const problem = asProblem(cause);
      if (generation === this.generation && problem.kind !== 'cancelled') this.failed(problem);
    } finally {
      if (generation === this.generation) {
        this.running = null;
        this.progress = null;
        this.soFar = NOTHING;
      }
    }
  }

  /** Gives up the run by events, and tells the same as a fluid. */
  async asFluid(): Promise<void> {
    this.method = 'fluid';
    const { going } = this;
    await this.cancel();
    await going;
    await this.run();
  }

  /** Ends the run with what it has. */
  async finish(): Promise<void> {
    if (this.running === null) return;
    try {
      await this.backend.call('finish', { run: this.running });
    } catch (cause) {
      this.failed(asProblem(cause));
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

  /** Looks for the latest runs of the shown option and the baseline, as they are now, in the history:
   * another model may have the same name. Answers whether there is a result that is not stale. */
  async restore(): Promise<boolean> {
    const view = this.document.view;
    if (!view) return false;
    const { scenario, generation } = this;
    const wanted = [...new Set([view.option, BASELINE])].filter(
      (o) => !this.results.has(key(o, scenario)),
    );
    if (wanted.length > 0) {
      try {
        const { runs } = await this.backend.call('history', { model: view.name });
        if (generation !== this.generation) return false;
        for (const option of wanted) {
          const digest = this.digest(option, scenario);
          const entry = runs.find(
            (r) => r.option === option && r.scenario === scenario && r.digest === digest,
          );
          if (!entry) continue;
          const run = await this.backend.call('history_run', { id: entry.id });
          if (generation !== this.generation) return false;
          this.keep([run]);
        }
      } catch (cause) {
        if (generation === this.generation) this.failed(asProblem(cause));
      }
      if (generation !== this.generation) return false;
    }
    return this.current !== null && !this.stale;
  }

  /** A number for a run that no other has, so that it can be followed and cancelled. */
  number(): number {
    return this.next++;
  }

  /** What would be run now; null if that cannot be, undefined if the option is not in view. */
  digest(option: string, scenario: string): string | null | undefined {
    const { view, base } = this.document;
    const of = [view, base].find((v) => v?.option === option);
    return of ? (of.scenarios[scenario]?.digest ?? null) : undefined;
  }

  private say(runs: { run: Run; findings: Finding[] }[]): void {
    const said = new Map(this.said);
    for (const { run, findings } of runs) said.set(key(run.option, run.scenario), findings);
    this.said = said;
  }

  /** A comparison that is not of what is shown any more. */
  private drop(of: string): void {
    const comparisons = new Map(this.comparisons);
    comparisons.delete(of);
    this.comparisons = comparisons;
  }

  private keep(runs: Run[]): void {
    const results = new Map(this.results);
    for (const run of runs) results.set(key(run.option, run.scenario), run);
    this.results = results;
  }
}
