import type { Distribution } from '../generated/protocol';
import type { FieldSpec } from './spec';

export type DemandKind =
  | 'none'
  | 'constant'
  | 'exponential'
  | 'lognormal'
  | 'erlang'
  | 'gamma'
  | 'weibull'
  | 'hyperexponential'
  | 'bounded_pareto'
  | 'quantiles';

const variation: FieldSpec = {
  path: 'scv',
  label: 'Variation²',
  type: 'number',
  range: { min: 0 },
  help: 'The squared coefficient of variation.',
};
const timeField = (path: string, label: string): FieldSpec => ({
  path,
  label,
  type: 'quantity',
  dimension: 'time',
});

const mean = timeField('mean', 'Mean');

/** What a distribution with a scale and a spread may be known by. */
const SPREAD: FieldSpec[] = [
  mean,
  variation,
  ...['p50', 'p90', 'p95', 'p99'].map((path) => timeField(path, path.toUpperCase())),
];

/** The figures of each distribution, by what people know of it. */
const PARAMETERS: Record<Exclude<DemandKind, 'none' | 'quantiles'>, FieldSpec[]> = {
  constant: [timeField('', 'Time')],
  exponential: [mean],
  lognormal: SPREAD,
  gamma: SPREAD,
  weibull: SPREAD,
  erlang: [
    mean,
    { path: 'stages', label: 'Stages', type: 'number', range: { min: 1, max: 1000, whole: true } },
  ],
  hyperexponential: [mean, { ...variation, range: { min: 1 } }],
  bounded_pareto: [
    { path: 'shape', label: 'Shape', type: 'number', range: { min: 0.01, max: 100 } },
    timeField('min', 'Smallest'),
    timeField('max', 'Largest'),
  ],
};

/** The figures to show of a distribution: of those it may be known by, the ones that are given. */
export function figuresOf(demand: Distribution): FieldSpec[] {
  const kind = kindOf(demand);
  if (kind === 'none' || kind === 'quantiles') return [];
  const all = PARAMETERS[kind];
  return all === SPREAD ? all.filter((spec) => parameter(demand, spec.path) != null) : all;
}

export const KINDS: [DemandKind, string][] = [
  ['none', 'none'],
  ['constant', 'constant'],
  ['exponential', 'exponential'],
  ['lognormal', 'lognormal'],
  ['erlang', 'Erlang'],
  ['gamma', 'gamma'],
  ['weibull', 'Weibull'],
  ['hyperexponential', 'hyperexponential'],
  ['bounded_pareto', 'bounded Pareto'],
];

export function kindOf(demand: Distribution | null | undefined): DemandKind {
  return demand ? (Object.keys(demand)[0] as DemandKind) : 'none';
}

/** A parameter of a distribution. */
export function parameter(demand: Distribution, path: string): unknown {
  const value = Object.values(demand)[0] as unknown;
  return path === '' ? value : (value as Record<string, unknown>)[path];
}

/** The distribution with one parameter changed. */
export function withParameter(demand: Distribution, path: string, value: unknown): Distribution {
  const kind = kindOf(demand);
  if (path === '') return { [kind]: value } as Distribution;
  return { [kind]: { ...(Object.values(demand)[0] as object), [path]: value } } as Distribution;
}

/** A distribution of another kind with the same mean as far as that is known. */
export function ofKind(
  kind: DemandKind,
  before: Distribution | null | undefined,
): Distribution | null {
  const known = before ? (parameter(before, 'mean') ?? parameter(before, '')) : undefined;
  const time = typeof known === 'string' ? known : '10ms';
  switch (kind) {
    case 'none':
      return null;
    case 'constant':
      return { constant: time };
    case 'exponential':
      return { exponential: { mean: time } };
    case 'lognormal':
      return { lognormal: { mean: time, p95: scaled(time, 2.4) } };
    case 'erlang':
      return { erlang: { mean: time, stages: 2 } };
    case 'gamma':
      return { gamma: { mean: time, scv: 0.5 } };
    case 'weibull':
      return { weibull: { mean: time, scv: 2 } };
    case 'bounded_pareto':
      return { bounded_pareto: { shape: 1.5, min: scaled(time, 0.4), max: scaled(time, 100) } };
    case 'hyperexponential':
      return { hyperexponential: { mean: time, scv: 4 } };
    case 'quantiles':
      return before ?? null;
  }
}

function scaled(time: string, factor: number): string {
  const [, number = '1', unit = 'ms'] = /^([\d.]+)(.*)$/.exec(time) ?? [];
  return `${Number((Number(number) * factor).toPrecision(3))}${unit}`;
}
