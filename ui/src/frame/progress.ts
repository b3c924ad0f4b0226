import { percent } from '../format/figures';
import type { Run, RunProgress } from '../generated/protocol';

/** The widest half of an interval, as a share of its value, of the 95th percentiles of all journeys: what
 * a run waits for. */
function precisionOf(run: Run): number | null {
  const widths = Object.values(run.journeys).flatMap(({ response_s: { p95 } }) =>
    p95 && p95.value > 0 ? [Math.max(p95.high - p95.value, p95.value - p95.low) / p95.value] : [],
  );
  return widths.length > 0 ? Math.max(...widths) : null;
}

/** How far a run is, as a share where that can be said, and in words; with what it has found so far, where
 * that is known, it says how precise that is. */
export function progressOf(
  progress: RunProgress | null,
  soFar: Run | null = null,
): { share: number | null; text: string } {
  if (!progress) return { share: null, text: 'Starting' };
  if (progress.phase === 'pilot') return { share: null, text: 'Finding the warm-up' };
  const { replications, next_check, target } = progress;
  const precision = (soFar && precisionOf(soFar)) ?? progress.precision;
  const precise = precision !== null && precision > 0 ? Math.min(1, (target / precision) ** 2) : 0;
  const counted = next_check > 0 ? Math.min(1, replications / next_check) : 0;
  const now = precision === null ? '' : ` · ±${percent(precision)}`;
  return {
    share: Math.max(precise, precision === null ? counted * 0.9 : 0),
    text: `${replications} replications${now}`,
  };
}

/** The same of a question for something rare: trials find the levels at which runs are split first. */
export function rareOf(progress: RunProgress | null): { share: number | null; text: string } {
  if (!progress) return { share: null, text: 'Starting' };
  if (progress.phase === 'pilot') return { share: null, text: 'Finding the levels' };
  return { share: null, text: `${progress.replications} replications` };
}

/** The same of a run whose length is known. */
export function countedOf(progress: RunProgress | null): { share: number | null; text: string } {
  if (!progress || progress.next_check === 0) return { share: null, text: 'Starting' };
  const { replications, next_check } = progress;
  return { share: replications / next_check, text: `${replications} of ${next_check} runs` };
}
