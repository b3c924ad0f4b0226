import type {
  BlastRun,
  BlastView,
  Estimate,
  Failure,
  JourneyLoss,
  Loss,
} from '../generated/protocol';

/** What is lost when one element is down, in the option and beside it in the baseline. */
export interface LossRow {
  element: string;
  name: string;
  option: Loss | null;
  base: Loss | null;
  /** Option − baseline, paired; nothing where one of them does not have the element. */
  than: Estimate | null;
  /** Does every way of some journey lead through it? */
  single: boolean;
  journeys: JourneyLoss[];
}

/** The elements of the option, worst first, then those that only the baseline has. */
export function lossRows({ option, baseline }: BlastRun): LossRow[] {
  const base = new Map(baseline?.failures.map((loss) => [loss.element, loss]));
  const own = new Set(option.failures.map((loss) => loss.element));
  const gone = (baseline?.failures ?? []).filter((loss) => !own.has(loss.element));
  const row = (now: Loss | null, before: Loss | null, of: BlastRun['option']): LossRow => {
    const { element, name, journeys } = (now ?? before)!;
    return {
      element,
      name,
      option: now,
      base: before,
      than: now?.than_baseline ?? null,
      single: of.single_points_of_failure.includes(element),
      journeys,
    };
  };
  return [
    ...option.failures.map((loss) => row(loss, base.get(loss.element) ?? null, option)),
    ...gone.map((loss) => row(null, loss, baseline!)),
  ];
}

/** Is a difference more than noise? */
export function certain({ low, high }: Estimate): boolean {
  return low > 0 || high < 0;
}

/** What fails with one element by structure, in the option and in the baseline. */
export interface FailureRow {
  element: string;
  name: string;
  option: Failure | null;
  base: Failure | null;
  single: boolean;
}

/** The same by structure. */
export function failureRows({ blast_radius: option, baseline }: BlastView): FailureRow[] {
  const base = new Map(baseline?.failures.map((failure) => [failure.element, failure]));
  const own = new Set(option.failures.map((failure) => failure.element));
  const gone = (baseline?.failures ?? []).filter((failure) => !own.has(failure.element));
  return [
    ...option.failures.map((failure) => ({
      element: failure.element,
      name: failure.name,
      option: failure,
      base: base.get(failure.element) ?? null,
      single: option.single_points_of_failure.includes(failure.element),
    })),
    ...gone.map((failure) => ({
      element: failure.element,
      name: failure.name,
      option: null,
      base: failure,
      single: baseline!.single_points_of_failure.includes(failure.element),
    })),
  ];
}
