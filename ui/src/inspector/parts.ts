import type { ElementResult, Estimate, ResourceResult } from '../generated/protocol';
import type { FigureRow } from './figures';

/** A figure that only some elements have. */
export interface PartLine {
  label: string;
  as: FigureRow['as'];
  pick: (result: ElementResult) => Estimate | null | undefined;
}

type Line = [label: string, as: FigureRow['as'], pick: PartLine['pick']];

export const some = (estimate: Estimate | null | undefined) =>
  estimate && estimate.value > 0 ? estimate : null;

/** A count, or a greatest value: without an interval of its own. */
export const exact = (value: number): Estimate => ({ value, low: value, high: value });

const counted = (value: number | undefined) => (value ? exact(value) : null);

const FUNCTION: Line[] = [
  ['Invocations', 'rate', (r) => r.function?.invocations_per_s],
  ['Cold starts', 'share', (r) => r.function?.cold_starts],
  ['Throttled', 'share', (r) => r.function?.throttled],
  ['Ended at the time limit', 'share', (r) => some(r.function?.timed_out)],
  ['Billed a second', 'time', (r) => r.function?.billed_s_per_s],
];

const JOB: Line[] = [
  ['Runs begun', 'number', (r) => (r.job ? exact(r.job.started) : null)],
  ['Runs done', 'number', (r) => (r.job ? exact(r.job.finished) : null)],
  ['Runs left out as another ran', 'number', (r) => counted(r.job?.missed)],
  ['Runs ended by the next', 'number', (r) => counted(r.job?.replaced)],
  ['Job time', 'time', (r) => r.job?.duration_s],
  [
    'Longest run',
    'time',
    (r) => (r.job && r.job.finished > 0 ? exact(r.job.duration_max_s) : null),
  ],
  ['Items done', 'number', (r) => (r.job ? exact(r.job.items) : null)],
  ['Items failed', 'number', (r) => counted(r.job?.failed)],
  ['Items tried again', 'number', (r) => counted(r.job?.retried)],
];

const CAPACITY: Line[] = [
  ['Held back by its bound', 'share', (r) => some(r.scaling?.at_max)],
  ['Held back by its budget', 'share', (r) => some(r.scaling?.by_budget)],
  ['Held back by a quota', 'share', (r) => r.placement?.at_quota],
  ['Instances pending', 'number', (r) => r.placement?.pending],
  ['Lost with a machine', 'number', (r) => counted(r.placement?.lost)],
  ['Nodes', 'number', (r) => r.nodes?.count],
  ['Most nodes', 'number', (r) => (r.nodes ? exact(r.nodes.count_max) : null)],
  ['Nodes taken back', 'number', (r) => counted(r.nodes?.lost)],
];

const COPIES: Line[] = [
  ['Reads of replicas', 'rate', (r) => r.read_replicas?.reads_per_s],
  ['Stale reads of replicas', 'share', (r) => r.read_replicas?.stale],
];

/** The keys that either result has. */
function keysOf(
  now: ElementResult | undefined,
  base: ElementResult | undefined,
  pick: (result: ElementResult) => object | undefined,
): string[] {
  const keys = [now, base].flatMap((result) => Object.keys((result && pick(result)) ?? {}));
  return [...new Set(keys)];
}

/** What a run says of what only some elements are or have: functions, jobs, nodes, copies, caches, locks. */
export function partsOf(
  now: ElementResult | undefined,
  base: ElementResult | undefined,
): PartLine[] {
  const copies = keysOf(now, base, (r) => r.read_replicas?.resources).map((name): Line => [
    `Use of ${words(name)} of replicas`,
    'share',
    (r) => r.read_replicas?.resources[name]?.utilization,
  ]);
  const caches = keysOf(now, base, (r) => r.caches);
  const several = caches.length > 1;
  const cacheLines = caches.flatMap((id): Line[] => {
    const of = (text: string) => (several ? `${text}, ${id}` : text);
    return [
      [of('Cache hits'), 'share', (r) => r.caches?.[id]?.hit_ratio],
      [of('Cache look-ups'), 'rate', (r) => r.caches?.[id]?.look_ups_per_s],
      [of('Answered stale'), 'share', (r) => some(r.caches?.[id]?.stale)],
      [of('Waited for another’s answer'), 'share', (r) => some(r.caches?.[id]?.coalesced)],
    ];
  });
  const shared = keysOf(now, base, (r) => r.resources).flatMap((name): Line[] => {
    const of = (pick: (resource: ResourceResult) => Estimate | null | undefined) => {
      return (r: ElementResult) => (r.resources[name] ? pick(r.resources[name]) : null);
    };
    return [
      ...(OWN.includes(name)
        ? []
        : [[`Wait for ${words(name)}`, 'time', of((found) => some(found.wait_s))] as Line]),
      [`Went without ${words(name)}`, 'share', of((found) => some(found.expired))],
    ];
  });
  const lines = [...cacheLines, ...COPIES, ...copies, ...shared, ...FUNCTION, ...JOB, ...CAPACITY];
  return lines.map(([label, as, pick]) => ({ label, as, pick }));
}

/** What nearly every element has: the waiting for these is in its wait. */
const OWN = ['cores', 'threads', 'in_flight', 'connections', 'environments'];

const words = (key: string) => key.replaceAll('_', ' ');
