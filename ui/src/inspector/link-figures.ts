import type { Estimate, LinkResult } from '../generated/protocol';
import type { FigureRow } from './figures';

type Line = [label: string, as: FigureRow['as'], pick: (l: LinkResult) => Estimate | null];

/** What is told in any case. */
const ALWAYS: Line[] = [
  ['Calls', 'rate', (l) => l.calls_per_s],
  ['Attempts', 'rate', (l) => l.attempts_per_s],
  ['Attempts a call', 'number', (l) => l.amplification],
  ['Failed', 'share', (l) => l.failure_rate],
];

/** What is told where it happened. */
const WHERE_IT_HAPPENED: Line[] = [
  ['Retries', 'rate', (l) => l.retries_per_s],
  ['Hedges', 'rate', (l) => l.hedges_per_s],
  ['Timed out', 'rate', (l) => l.timeouts_per_s],
  ['Out of budget', 'rate', (l) => l.out_of_budget_per_s],
  ['Refused by the breaker', 'rate', (l) => l.refused_by_breaker_per_s],
  ['Refused by the rate limit', 'rate', (l) => l.refused_by_rate_limit_per_s],
  ['Refused by the bulkhead', 'rate', (l) => l.refused_by_bulkhead_per_s],
  ['Fallbacks', 'rate', (l) => l.fallbacks_per_s],
  ['Breaker open', 'share', (l) => l.breaker?.open ?? null],
  ['Breaker half-open', 'share', (l) => l.breaker?.half_open ?? null],
  ['Breaker opened', 'number', (l) => l.breaker?.opened ?? null],
];

/** What a run says of a relationship with a policy, without the lines that say nothing. */
export function figuresOfLink(
  now: LinkResult | undefined,
  base: LinkResult | undefined,
): FigureRow[] {
  const row = ([label, as, pick]: Line): FigureRow => ({
    label,
    as,
    now: now ? pick(now) : null,
    base: base ? pick(base) : null,
  });
  const some = (estimate: Estimate | null) => estimate !== null && estimate.value > 0;
  return [
    ...ALWAYS.map(row).filter((r) => r.now !== null || r.base !== null),
    ...WHERE_IT_HAPPENED.map(row).filter((r) => some(r.now) || some(r.base)),
  ];
}
