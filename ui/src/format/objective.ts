import type { Objective } from '../generated/protocol';
import { spaced } from './quantity';

/** An objective as a sentence: "99 % answered within 300 ms". */
export function objectiveText({ sli, target }: Objective): string {
  const share = `${Number((target * 100).toPrecision(12))} %`;
  if (sli === 'success') return `${share} succeed`;
  if ('response' in sli) return `${share} answered within ${spaced(sli.response)}`;
  return `${share} complete within ${spaced(sli.completion)}`;
}
