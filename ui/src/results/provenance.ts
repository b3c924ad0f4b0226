import { count, plain, seconds } from '../format/figures';
import type { Run } from '../generated/protocol';

/** How a run came about and why it ended, in sentences. */
export function provenanceOf(run: Run): string[] {
  const each = plain(seconds(run.horizon_s));
  if (run.method === 'fluid')
    return [`Told as a fluid with sampled requests, engine ${run.engine}.`, ...run.notes];
  const made = `${count(run.replications)} replications of ${each}, ${count(run.requests)} requests, seed ${run.seed}, engine ${run.engine}.`;
  const warmUp =
    run.kind === 'steady'
      ? [`A warm-up of ${plain(seconds(run.warm_up_s))} was taken off each.`]
      : [];
  return [made, ...warmUp, ...stopped(run), ...run.notes];
}

function stopped(run: Run): string[] {
  switch (run.stop) {
    case 'precise':
      return [];
    case 'replications':
      return [
        'It ended with the most replications it may have: the intervals say how precise it is.',
      ];
    case 'overload':
      return ['It ended because something could not keep up.'];
    case 'time':
      return ['It was stopped for time: the same seed may end elsewhere next time.'];
    case 'stopped':
      return ['It was stopped by hand: the same seed may end elsewhere next time.'];
  }
}
