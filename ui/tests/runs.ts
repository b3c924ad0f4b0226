import type { Comparison, JourneyResult, Latency, Run } from '../src/generated/protocol';

const latency = (p99: number | null): Latency => {
  const at = (value: number | null) =>
    value === null ? null : { value, low: value * 0.97, high: value * 1.03 };
  return {
    mean: at(p99 && p99 / 4),
    p50: at(p99 && p99 / 5),
    p90: at(p99 && p99 / 2),
    p95: at(p99 && p99 / 1.5),
    p99: at(p99),
    p999: null,
  };
};

export function journey(response: number | null, completion = response): JourneyResult {
  return {
    name: 'Browse',
    entry: 'users',
    response_s: latency(response),
    completion_s: latency(completion),
    success_response_s: latency(response),
    throughput_per_s: { value: 20, low: 19.9, high: 20.1 },
    success_rate: { value: 1, low: 1, high: 1 },
    requests: 100000,
    censored: 0,
    objectives: [
      {
        id: 'fast',
        objective: { sli: { response: '300ms' }, target: 0.99 },
        good: response === null ? null : { value: 0.995, low: 0.99, high: 0.999 },
        met: response === null ? null : response < 0.3,
        certain: true,
        burn_rate: null,
        budget_left: null,
      },
    ],
    where_it_goes: [],
    messages: null,
    windows: {},
  };
}

export function run(option: string, response: number | null, change: Partial<Run> = {}): Run {
  return {
    format: 1,
    model: 'Shop',
    option,
    scenario: 'steady',
    kind: 'steady',
    seed: 1,
    engine: '0.1.0',
    digest: `digest-${option}`,
    confidence: 0.95,
    replications: 20,
    requests: 100000,
    events: 1000000,
    warm_up_s: 10,
    horizon_s: 600,
    stop: 'precise',
    journeys: { browse: journey(response) },
    elements: {},
    series: { time_s: [], journeys: {}, elements: {} },
    cost: null,
    blast_radius: null,
    overload: null,
    notes: [],
    ...change,
  };
}

export function comparison(): Comparison {
  return {
    format: 1,
    scenario: 'steady',
    base: 'baseline',
    option: 'worker',
    journeys: {
      browse: {
        whole: {
          'response_s/p99': {
            base: 1.2,
            option: 0.2,
            difference: { value: -1, low: -1.1, high: -0.9 },
            certain: true,
          },
          'response_s/mean': {
            base: 0.3,
            option: 0.05,
            difference: { value: -0.25, low: -0.6, high: 0.1 },
            certain: false,
          },
        },
        windows: {},
      },
    },
    cost_per_month: null,
    worst_value_lost: null,
    findings: [],
    runs: [run('baseline', 1.2), run('worker', 0.2)],
  };
}
