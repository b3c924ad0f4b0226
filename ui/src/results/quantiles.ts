import type { Estimate, Latency } from '../generated/protocol';

export type Quantile = keyof Latency;

export const QUANTILES: readonly { id: Quantile; label: string; beyond: number }[] = [
  { id: 'mean', label: 'mean', beyond: NaN },
  { id: 'p50', label: 'P50', beyond: 0.5 },
  { id: 'p90', label: 'P90', beyond: 0.1 },
  { id: 'p95', label: 'P95', beyond: 0.05 },
  { id: 'p99', label: 'P99', beyond: 0.01 },
  { id: 'p999', label: 'P99.9', beyond: 0.001 },
];

/** The quantiles of a latency that are known, as points of a chart: how rare against how long. */
export function points(latency: Latency | undefined): { rarity: number; estimate: Estimate }[] {
  if (!latency) return [];
  return QUANTILES.flatMap(({ id, beyond }) => {
    const estimate = latency[id];
    return estimate && Number.isFinite(beyond) ? [{ rarity: -Math.log10(beyond), estimate }] : [];
  });
}

/** Ticks of a logarithmic axis: 1, 2 and 5 of each power of ten between two values. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks.length > 6 ? ticks.filter((t) => /^1/.test(t.toExponential())) : ticks;
}
