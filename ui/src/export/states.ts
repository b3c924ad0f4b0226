import type { ArtifactState } from '../generated/protocol';

/** What is said of a file beside its path. */
export const STATE: Record<ArtifactState, string> = {
  new: 'new',
  same: 'same',
  changed: 'differs',
  kept: 'changed by hand',
  merged: 'merged',
  conflict: 'conflict',
  removed: 'no longer made',
};
