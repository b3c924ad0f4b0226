import type { Band, Run, Scenario } from '../generated/protocol';
import { toSeconds } from '../format/quantity';

export type TimeFigure =
  | 'response_p99'
  | 'response_mean'
  | 'arrivals'
  | 'failures'
  | 'queue_length'
  | 'utilization'
  | 'replicas'
  | 'retries'
  | 'refusals'
  | 'open'
  | 'dead_letters'
  | 'denied'
  | 'hit_ratio'
  | 'nodes'
  | 'pending'
  | 'cold_starts'
  | 'throttled'
  | 'burn';

export const FIGURES: readonly { id: TimeFigure; label: string }[] = [
  { id: 'response_p99', label: 'Response P99' },
  { id: 'response_mean', label: 'Response mean' },
  { id: 'arrivals', label: 'Arrivals' },
  { id: 'failures', label: 'Failures' },
  { id: 'queue_length', label: 'Waiting' },
  { id: 'utilization', label: 'Use' },
  { id: 'replicas', label: 'Instances' },
  { id: 'retries', label: 'Retries' },
  { id: 'refusals', label: 'Refused' },
  { id: 'open', label: 'Breakers' },
  { id: 'dead_letters', label: 'Dead letters' },
  { id: 'denied', label: 'Denied' },
  { id: 'hit_ratio', label: 'Cache hits' },
  { id: 'nodes', label: 'Nodes' },
  { id: 'pending', label: 'Pending' },
  { id: 'cold_starts', label: 'Cold starts' },
  { id: 'throttled', label: 'Throttled' },
  { id: 'burn', label: 'Burn rate' },
];

export type Unit = 'time' | 'rate' | 'share' | 'number';

export interface TimeLine {
  name: string;
  band: Band;
  color: string;
  dashed: boolean;
}

/** One chart: a journey or element, in the option and beside it in the baseline. */
export interface Panel {
  title: string;
  unit: Unit;
  time: number[];
  lines: TimeLine[];
}

export interface Span {
  from: number;
  to: number;
  label: string;
}

type Pick = { unit: Unit; of: 'journeys' | 'elements' | 'links'; band: string };

const PICK: Record<TimeFigure, Pick> = {
  response_p99: { unit: 'time', of: 'journeys', band: 'response_p99_s' },
  response_mean: { unit: 'time', of: 'journeys', band: 'response_mean_s' },
  arrivals: { unit: 'rate', of: 'journeys', band: 'arrivals_per_s' },
  failures: { unit: 'rate', of: 'journeys', band: 'failures_per_s' },
  queue_length: { unit: 'number', of: 'elements', band: 'queue_length' },
  utilization: { unit: 'share', of: 'elements', band: 'utilization' },
  replicas: { unit: 'number', of: 'elements', band: 'replicas' },
  retries: { unit: 'rate', of: 'links', band: 'retries_per_s' },
  refusals: { unit: 'rate', of: 'links', band: 'refused_per_s' },
  open: { unit: 'share', of: 'links', band: 'open' },
  dead_letters: { unit: 'number', of: 'elements', band: 'dead_letters' },
  denied: { unit: 'rate', of: 'elements', band: 'denied_per_s' },
  hit_ratio: { unit: 'share', of: 'elements', band: 'hit_ratio' },
  nodes: { unit: 'number', of: 'elements', band: 'nodes' },
  pending: { unit: 'number', of: 'elements', band: 'pending' },
  cold_starts: { unit: 'rate', of: 'elements', band: 'cold_starts_per_s' },
  throttled: { unit: 'rate', of: 'elements', band: 'throttled_per_s' },
  burn: { unit: 'number', of: 'journeys', band: 'burn_rate' },
};

/** The charts of a figure: one for each journey or element of which something was seen. */
export function panelsOf(
  figure: TimeFigure,
  run: Run,
  base: Run | null,
  names: { option: string; base: string },
  nameOf: (element: string) => string,
): Panel[] {
  const { unit, of, band } = PICK[figure];
  const [shown, beside] = [bandsOf(run, of, band), bandsOf(base, of, band)];
  const keys = new Set([...shown.keys(), ...beside.keys()]);
  const panels = [...keys].flatMap((key): (Panel & { weight: number })[] => {
    const time = run.series.time_s;
    const lines: TimeLine[] = [];
    const own = shown.get(key);
    const other = beside.get(key);
    const [id = '', part] = key.split('/');
    if (other && base?.series.time_s.length === time.length && hasSome(other, figure)) {
      lines.push({ name: names.base, band: other, color: '--series-a', dashed: true });
    }
    if (own && hasSome(own, figure)) {
      lines.push({ name: names.option, band: own, color: '--series-b', dashed: false });
    }
    if (lines.length === 0) return [];
    const titles = { journeys: run.journeys[id]?.name ?? id, elements: nameOf(id), links: id };
    const title = part ? `${titles[of]}: ${part}` : titles[of];
    return [{ title, unit, time, lines, weight: Math.max(...lines.map((l) => most(l.band))) }];
  });
  if (of !== 'journeys') panels.sort((a, b) => b.weight - a.weight);
  return panels;
}

/** The bands of a figure, by id; those of a journey's objectives by `journey/objective`. */
function bandsOf(run: Run | null, of: Pick['of'], band: string): Map<string, Band> {
  const bands = new Map<string, Band>();
  for (const [id, series] of Object.entries(run?.series[of] ?? {})) {
    const found = (series as Record<string, Band | Record<string, Band> | undefined>)[band];
    if (!found) continue;
    if (Array.isArray(found.value)) bands.set(id, found as Band);
    else for (const [part, own] of Object.entries(found)) bands.set(`${id}/${part}`, own as Band);
  }
  return bands;
}

/** Is there something to see? A pool that never changed its size is no news. */
function hasSome(band: Band, figure: TimeFigure): boolean {
  const values = band.value.filter((v) => v !== null);
  if (figure === 'replicas') return values.some((v) => v !== values[0]);
  return values.some((v) => v !== 0);
}

function most(band: Band): number {
  return band.value.reduce<number>((top, v) => Math.max(top, v ?? 0), 0);
}

/** When something breaks or the load is not its usual one, in seconds since the scenario's start. */
export function faultSpans(scenario: Scenario | undefined): Span[] {
  if (!scenario) return [];
  const spans = Object.entries(scenario.faults ?? {}).map(([id, fault]) => {
    const from = toSeconds(fault.at);
    return { from, to: from + toSeconds(fault.duration), label: id };
  });
  for (const load of [scenario.load, ...Object.values(scenario.loads ?? {})]) {
    if (!('spike' in load)) continue;
    const from = toSeconds(load.spike.at);
    spans.push({ from, to: from + toSeconds(load.spike.duration), label: 'spike' });
  }
  return spans;
}

/** Figures that only some designs have: nodes, caches, functions, policies. */
const MODELLED: readonly TimeFigure[] = [
  'retries',
  'refusals',
  'open',
  'dead_letters',
  'denied',
  'hit_ratio',
  'nodes',
  'pending',
  'cold_starts',
  'throttled',
];

/** The figures there is something to tell of: of what is not modelled there is no choice. */
export function figuresIn(...runs: (Run | null)[]): typeof FIGURES {
  return FIGURES.filter(({ id }) => {
    if (!MODELLED.includes(id)) return true;
    const { of, band } = PICK[id];
    return runs.some((run) =>
      [...bandsOf(run, of, band).values()].some((found) => found.value.length > 0),
    );
  });
}
