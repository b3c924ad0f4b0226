import { percent } from '../format/figures';
import type { RunProgress } from '../generated/protocol';

/** How far a run is, as a share where that can be said, and in words. */
export function progressOf(progress: RunProgress | null): { share: number | null; text: string } {
  if (!progress) return { share: null, text: 'Starting' };
  if (progress.phase === 'pilot') return { share: null, text: 'Finding the warm-up' };
  const { replications, next_check, precision, target } = progress;
  const precise = precision !== null && precision > 0 ? Math.min(1, (target / precision) ** 2) : 0;
  const counted = next_check > 0 ? Math.min(1, replications / next_check) : 0;
  const now = precision === null ? '' : ` · ±${percent(precision)}`;
  return {
    share: Math.max(precise, precision === null ? counted * 0.9 : 0),
    text: `${replications} replications${now}`,
  };
}

/** The same of a run whose length is known. */
export function countedOf(progress: RunProgress | null): { share: number | null; text: string } {
  if (!progress || progress.next_check === 0) return { share: null, text: 'Starting' };
  const { replications, next_check } = progress;
  return { share: replications / next_check, text: `${replications} of ${next_check} runs` };
}
