import type { Distribution } from '../generated/protocol';
import type { FieldSpec } from './fields';

export type DemandKind =
  'none' | 'constant' | 'exponential' | 'lognormal' | 'erlang' | 'hyperexponential' | 'quantiles';

const mean: FieldSpec = { path: 'mean', label: 'Mean', type: 'quantity', dimension: 'time' };

/** The figures of each distribution, by what people know of it. */
export const PARAMETERS: Record<Exclude<DemandKind, 'none' | 'quantiles'>, FieldSpec[]> = {
  constant: [{ path: '', label: 'Time', type: 'quantity', dimension: 'time' }],
  exponential: [mean],
  lognormal: [mean, { path: 'p95', label: 'P95', type: 'quantity', dimension: 'time' }],
  erlang: [
    mean,
    { path: 'stages', label: 'Stages', type: 'number', range: { min: 1, max: 1000, whole: true } },
  ],
  hyperexponential: [
    mean,
    {
      path: 'scv',
      label: 'Variation²',
      type: 'number',
      range: { min: 1 },
      help: 'The squared coefficient of variation.',
    },
  ],
};

export const KINDS: [DemandKind, string][] = [
  ['none', 'none'],
  ['constant', 'constant'],
  ['exponential', 'exponential'],
  ['lognormal', 'lognormal'],
  ['erlang', 'Erlang'],
  ['hyperexponential', 'hyperexponential'],
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
