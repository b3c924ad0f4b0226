import type { HistoryEntry } from '../generated/protocol';
import { BASELINE } from '../state/document.svelte';

/** Runs of one comparison are kept one after the other, within this many milliseconds. */
const TOGETHER_MS = 2000;

/** The run of the baseline that was made together with another: the same users, the same work. */
export function partnerOf(entry: HistoryEntry, entries: HistoryEntry[]): HistoryEntry | null {
  if (entry.option === BASELINE) return null;
  const found = entries.find(
    (other) =>
      other.option === BASELINE &&
      other.scenario === entry.scenario &&
      other.seed === entry.seed &&
      other.engine === entry.engine &&
      other.replications === entry.replications &&
      Math.abs(other.at_ms - entry.at_ms) <= TOGETHER_MS,
  );
  return found ?? null;
}
