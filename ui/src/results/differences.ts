import { percent, rate, seconds } from '../format/figures';
import { objectiveText } from '../format/objective';
import type { Comparison, Difference, Estimate, ObjectiveResult, Run } from '../generated/protocol';

/** A figure of both options with the paired difference. */
export interface DifferenceRow {
  label: string;
  base: string;
  option: string;
  difference: Estimate | null;
  /** Where nothing was paired: what lies between the two figures. */
  unpaired: number | null;
  certain: boolean;
  /** Is less or more of it better, and did it become so? Nothing where it is not certain. */
  better: boolean | null;
  /** The change in per cent of the base. */
  change: string;
  show: (value: number) => string;
}

const FIGURES: { path: string; label: string; show: (v: number) => string; more: boolean }[] = [
  { path: 'response_s/mean', label: 'Response, mean', show: seconds, more: false },
  { path: 'response_s/p50', label: 'Response P50', show: seconds, more: false },
  { path: 'response_s/p95', label: 'Response P95', show: seconds, more: false },
  { path: 'response_s/p99', label: 'Response P99', show: seconds, more: false },
  { path: 'completion_s/mean', label: 'Completion, mean', show: seconds, more: false },
  { path: 'completion_s/p95', label: 'Completion P95', show: seconds, more: false },
  { path: 'completion_s/p99', label: 'Completion P99', show: seconds, more: false },
  { path: 'success_rate', label: 'Success', show: percent, more: true },
  { path: 'throughput_per_s', label: 'Throughput', show: rate, more: true },
];

/** The figures of a journey in both runs; paired differences where there is a comparison. */
export function differencesOf(
  id: string,
  option: Run,
  base: Run,
  comparison: Comparison | null,
): DifferenceRow[] {
  const paired: Partial<Record<string, Difference>> = comparison?.journeys[id]?.whole ?? {};
  return FIGURES.flatMap(({ path, label, show, more }) => {
    const [now, before] = [figureAt(option, id, path), figureAt(base, id, path)];
    if (!now && !before) return [];
    const pair = paired[path];
    const certain = pair?.certain ?? false;
    const value = pair?.difference.value ?? 0;
    return {
      label,
      base: before ? show(before.value) : '–',
      option: now ? show(now.value) : '–',
      difference: pair?.difference ?? null,
      unpaired: pair || !now || !before ? null : now.value - before.value,
      certain,
      better: certain && value !== 0 ? value > 0 === more : null,
      change: pair && pair.base !== 0 ? changeOf(value / pair.base) : '',
      show,
    };
  });
}

function changeOf(share: number): string {
  const text =
    Math.abs(share) < 0.1 || Math.abs(1 - Math.abs(share)) < 0.01
      ? (share * 100).toFixed(1)
      : (share * 100).toFixed(0);
  return `${share > 0 ? '+' : ''}${text.replace('-', '−')} %`;
}

function figureAt(run: Run, id: string, path: string): Estimate | null {
  let at: unknown = run.journeys[id];
  for (const key of path.split('/')) at = (at as Record<string, unknown> | undefined)?.[key];
  return (at as Estimate | null | undefined) ?? null;
}

/** What became of every objective in both runs. */
export function objectivesOf(
  option: Run,
  base: Run,
): {
  key: string;
  journey: string;
  text: string;
  option: ObjectiveResult | undefined;
  base: ObjectiveResult | undefined;
}[] {
  return Object.entries(option.journeys).flatMap(([id, journey]) =>
    journey.objectives.map((objective) => ({
      key: `${id}/${objective.id}`,
      journey: journey.name,
      text: objectiveText(objective.objective),
      option: objective,
      base: base.journeys[id]?.objectives.find((o) => o.id === objective.id),
    })),
  );
}
