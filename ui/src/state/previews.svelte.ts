import { asProblem, type Backend } from '../backend/backend';
import type { PreviewLevel, PreviewView, Problem } from '../generated/protocol';
import { BASELINE, type Document } from './document.svelte';
import type { Runs } from './runs.svelte';

/** What formulas say of the model as it is, where there is no run of it: at once, and with every edit. */
export class Previews {
  private option = $state.raw<PreviewView | null>(null);
  private baseline = $state.raw<PreviewView | null>(null);
  private asked = 0;

  constructor(
    private readonly backend: Backend,
    private readonly document: Document,
    private readonly runs: Runs,
    private readonly failed: (problem: Problem) => void,
  ) {}

  /** Is there no run of the model as it is? */
  get wanted(): boolean {
    const { opened, current, stale } = this.runs;
    return opened === null && (current === null || stale);
  }

  get current(): PreviewView | null {
    return this.wanted ? this.option : null;
  }

  /** The baseline under the same scenario; nothing on the baseline's own tab. */
  get base(): PreviewView | null {
    return this.wanted ? this.baseline : null;
  }

  /** Asks for what is on screen. To be called whenever that changes. */
  async follow(): Promise<void> {
    const { view } = this.document;
    const { scenario } = this.runs;
    const asked = ++this.asked;
    if (!view || !this.wanted || !view.scenarios[scenario]?.digest) {
      this.option = null;
      this.baseline = null;
      return;
    }
    const of = (option: string) =>
      this.backend.call('preview', { document: view.document, option, scenario });
    try {
      const [option, baseline] = await Promise.all([
        of(view.option),
        view.option === BASELINE ? null : of(BASELINE),
      ]);
      if (asked !== this.asked) return;
      this.option = option;
      this.baseline = baseline;
    } catch (cause) {
      if (asked !== this.asked) return;
      this.option = null;
      this.baseline = null;
      const problem = asProblem(cause);
      // What stops a preview stops a run too, and is among the findings.
      if (problem.kind !== 'has_errors') this.failed(problem);
    }
  }
}

/** The level to show of a load that changes: one that cannot be kept up with, else the highest. */
export function tellingLevel({ levels }: PreviewView): PreviewLevel | null {
  const rank = (level: PreviewLevel) => [level.saturated ? 1 : 0, level.load_per_s] as const;
  return levels.reduce<PreviewLevel | null>((best, level) => {
    if (!best) return level;
    const [a, b] = [rank(level), rank(best)];
    return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]) ? level : best;
  }, null);
}
