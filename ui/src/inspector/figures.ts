import type { ElementResult, Estimate, MessageResult } from '../generated/protocol';
import { exact, partsOf, some } from './parts';

/** A line of an element's results: the shown option's figure beside the baseline's. */
export interface FigureRow {
  label: string;
  now: Estimate | null;
  base: Estimate | null;
  as: 'share' | 'time' | 'rate' | 'number';
}

/** What may become of messages; a line for each that happened. */
const MESSAGES: [string, keyof MessageResult][] = [
  ['Expired', 'expired'],
  ['Dropped', 'dropped'],
  ['Lost', 'lost'],
  ['Done twice', 'duplicated'],
  ['Repeats recognised', 'recognised'],
  ['Half written', 'inconsistent'],
];

/** What a run says of an element, without the lines that say nothing. */
export function figuresOf(
  now: ElementResult | undefined,
  base: ElementResult | undefined,
): FigureRow[] {
  const names = new Set([
    ...Object.keys(now?.resources ?? {}),
    ...Object.keys(base?.resources ?? {}),
  ]);
  const row = (
    label: string,
    as: FigureRow['as'],
    pick: (result: ElementResult) => Estimate | null | undefined,
  ): FigureRow => ({
    label,
    as,
    now: (now && pick(now)) ?? null,
    base: (base && pick(base)) ?? null,
  });
  const rows = [
    ...[...names].map((name) =>
      row(`Use of ${name.replaceAll('_', ' ')}`, 'share', (r) => r.resources[name]?.utilization),
    ),
    row('Throughput', 'rate', (r) => r.throughput_per_s),
    row('Response, mean', 'time', (r) => r.response_s.mean),
    row('Response P95', 'time', (r) => r.response_s.p95),
    row('Response P99', 'time', (r) => r.response_s.p99),
    row('Own time', 'time', (r) => r.own_s),
    row('Wait, mean', 'time', (r) => r.wait_s.mean),
    row('Wait P99', 'time', (r) => r.wait_s.p99),
    row('Refused', 'share', (r) => some(r.refused)),
    row('Denied', 'share', (r) => some(r.denied)),
    row('Gave up', 'share', (r) => some(r.abandoned)),
    row('Instances died', 'number', (r) => some(r.killed)),
    row('Waiting', 'number', (r) => r.queue_length),
    row('Instances', 'number', (r) => r.replicas),
    row('Most instances', 'number', (r) => (r.replicas_max > 1 ? exact(r.replicas_max) : null)),
    row('Messages waiting', 'number', (r) => r.queue?.depth),
    row('Most waiting', 'number', (r) => (r.queue ? exact(r.queue.depth_max) : null)),
    row('Published', 'rate', (r) => r.queue?.published_per_s),
    row('Redeliveries', 'number', (r) => (r.queue ? exact(r.queue.redeliveries) : null)),
    row('Dead letters', 'number', (r) => (r.queue ? exact(r.queue.dead_letters) : null)),
    row('Publications refused', 'number', (r) => (r.queue ? exact(r.queue.refused) : null)),
    ...MESSAGES.map(([label, key]) =>
      row(label, 'number', (r) => (r.messages?.[key] ? exact(r.messages[key]) : null)),
    ),
    ...partsOf(now, base).map(({ label, as, pick }) => row(label, as, pick)),
  ];
  return rows.filter((r) => r.now !== null || r.base !== null);
}
