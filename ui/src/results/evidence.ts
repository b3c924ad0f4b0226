import type { EvidenceId, EvidenceView, HistoryEntry } from '../generated/protocol';

type Kept = { [key in EvidenceId]?: EvidenceView };

/** The evidence that a run of the history was kept as; nothing where it was not. */
export function evidenceOf(entry: HistoryEntry, kept: Kept): EvidenceId | null {
  const same = ([, of]: [string, EvidenceView | undefined]) =>
    of !== undefined &&
    of.option === entry.option &&
    of.scenario === entry.scenario &&
    of.seed === entry.seed &&
    of.engine === entry.engine &&
    of.replications === entry.replications &&
    of.digest === entry.digest;
  return Object.entries(kept).find(same)?.[0] ?? null;
}
