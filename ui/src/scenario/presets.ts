import type { Architecture, Fault, Load, Scenario } from '../generated/protocol';
import { asRate, line } from './rate';

/** A scenario that one starts from. */
export interface Preset {
  id: string;
  name: string;
  what: string;
  make: (from: Usual) => Scenario;
}

/** What the model at hand is usually asked for. */
interface Usual {
  /** Requests a second. */
  rate: number;
  architecture: Architecture;
}

const story = (load: Load, more: Partial<Scenario> = {}): Scenario => ({
  kind: 'terminating',
  load,
  horizon: '30min',
  hours_per_month: 0,
  ...more,
});

/** The store that most links lead to, or else any element that can break. */
function busiest({ elements, relationships }: Architecture, kinds: string[]): string | undefined {
  const asked = new Map<string, number>();
  for (const { to } of Object.values(relationships)) {
    const id = to.split('/', 1)[0]!;
    asked.set(id, (asked.get(id) ?? 0) + 1);
  }
  return Object.keys(elements)
    .filter((id) => kinds.includes(elements[id]!.kind))
    .sort((a, b) => (asked.get(b) ?? 0) - (asked.get(a) ?? 0))[0];
}

function faults(element: string | undefined, fault: Omit<Fault, 'element'>): Partial<Scenario> {
  return element ? { faults: { fault: { element, ...fault } } } : {};
}

export const PRESETS: Preset[] = [
  {
    id: 'steady',
    name: 'Steady',
    what: 'The usual load, in the long run.',
    make: ({ rate }) => ({ kind: 'steady', load: { constant: asRate(rate) }, hours_per_month: 0 }),
  },
  {
    id: 'ramp',
    name: 'Ramp',
    what: 'From half the usual load to four times as much: where does it give way?',
    make: ({ rate }) =>
      story({
        curve: [
          { at: '0s', rate: asRate(rate / 2) },
          { at: '30min', rate: asRate(rate * 4) },
        ],
      }),
  },
  {
    id: 'spike',
    name: 'Spike',
    what: 'Five times the usual load for five minutes.',
    make: ({ rate }) =>
      story({
        spike: { base: asRate(rate), peak: asRate(rate * 5), at: '10min', duration: '5min' },
      }),
  },
  {
    id: 'day',
    name: 'Day',
    what: 'From a quiet night to twice the usual load in the afternoon.',
    make: ({ rate }) =>
      story({ day: { low: asRate(rate / 4), high: asRate(rate * 2) } }, { horizon: '24h' }),
  },
  {
    id: 'black-friday',
    name: 'Black Friday',
    what: 'A rush at the opening, then a day of three times the usual load.',
    make: ({ rate }) =>
      story(
        {
          curve: [
            { at: '0s', rate: asRate(rate) },
            { at: '1h', rate: asRate(rate * 2) },
            { at: '65min', rate: asRate(rate * 8) },
            { at: '90min', rate: asRate(rate * 4) },
            { at: '3h', rate: asRate(rate * 3) },
          ],
        },
        { horizon: '3h' },
      ),
  },
  {
    id: 'retry-storm',
    name: 'Retry storm',
    what: 'A store is slow for two minutes: do the callers’ attempts keep it down afterwards?',
    make: ({ rate, architecture }) =>
      story(
        { constant: asRate(rate) },
        faults(busiest(architecture, ['store', 'external', 'service', 'monolith']), {
          at: '10min',
          duration: '2min',
          kind: { slow: 10 },
        }),
      ),
  },
  {
    id: 'zone-loss',
    name: 'Zone loss',
    what: 'A zone, or else the busiest process, is gone for ten minutes.',
    make: ({ rate, architecture }) => {
      const zones = Object.entries(architecture.elements).filter(
        ([, element]) => element.boundary?.of === 'zone',
      );
      const lost = zones[0]?.[0] ?? busiest(architecture, ['monolith', 'service', 'gateway']);
      return story(
        { constant: asRate(rate) },
        faults(lost, { at: '10min', duration: '10min', kind: { outage: 'silent' } }),
      );
    },
  },
];

/** The usual load of a model: the mean of its default scenario's, or ten requests a second. */
export function usualRate(scenario: Scenario | undefined): number {
  if (!scenario) return 10;
  const rates = line(scenario.load, 86_400).map(([, rate]) => rate);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return mean > 0 && Number.isFinite(mean) ? mean : 10;
}

/** An identifier for a new scenario that is not taken. */
export function freeId(preset: string, taken: Record<string, unknown>): string {
  let id = preset;
  for (let n = 2; id in taken; n++) id = `${preset}-${n}`;
  return id;
}
