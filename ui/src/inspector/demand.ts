import type { Dimension } from '../format/quantity';
import type { DistributionFamily } from '../generated/protocol';
import type { FieldSpec } from './spec';

/** A distribution of times or of sizes, as it stands in the file. */
export type Drawn = Record<string, unknown>;
export type DemandKind = 'none' | DistributionFamily;

type Drawable = Extract<Dimension, 'time' | 'size'>;

const variation: FieldSpec = {
  path: 'scv',
  label: 'Variation²',
  type: 'number',
  range: { min: 0 },
  help: 'The squared coefficient of variation: variance ÷ mean².',
};

/** The figures that a distribution of a family with a scale and a spread may be known by. */
const SPREAD = ['mean', 'scv', 'p50', 'p90', 'p95', 'p99'];
const SPREAD_FAMILIES: DemandKind[] = ['lognormal', 'gamma', 'weibull'];

/** The figures to show of a distribution: those it is known by. */
export function figuresOf(drawn: Drawn, dimension: Drawable): FieldSpec[] {
  const quantity = (path: string, label: string): FieldSpec => ({
    path,
    label,
    type: 'quantity',
    dimension,
  });
  const mean = quantity('mean', 'Mean');
  const kind = kindOf(drawn);
  switch (kind) {
    case 'none':
      return [];
    case 'constant':
      return [quantity('', dimension === 'time' ? 'Time' : 'Size')];
    case 'exponential':
      return [mean];
    case 'erlang':
      return [
        mean,
        {
          path: 'stages',
          label: 'Stages',
          type: 'number',
          range: { min: 1, max: 1000, whole: true },
        },
      ];
    case 'hyperexponential':
      return [mean, { ...variation, range: { min: 1 } }];
    case 'bounded_pareto':
      return [
        { path: 'shape', label: 'Shape', type: 'number', range: { min: 0.01, max: 100 } },
        quantity('min', 'Smallest'),
        quantity('max', 'Largest'),
      ];
    case 'quantiles':
      return Object.keys(Object.values(drawn)[0] as object)
        .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
        .map((path) => ({ ...quantity(path, path.toUpperCase()), fallback: 'not known' }));
    default:
      return SPREAD.filter((path) => parameter(drawn, path) != null).map((path) =>
        path === 'scv' ? variation : path === 'mean' ? mean : quantity(path, path.toUpperCase()),
      );
  }
}

export const KINDS: [DemandKind, string][] = [
  ['none', 'none'],
  ['constant', 'constant'],
  ['exponential', 'exponential'],
  ['lognormal', 'lognormal'],
  ['gamma', 'gamma'],
  ['weibull', 'Weibull'],
  ['erlang', 'Erlang'],
  ['hyperexponential', 'hyperexponential'],
  ['bounded_pareto', 'bounded Pareto'],
  ['quantiles', 'measured quantiles'],
];

/** The pairs of figures that people know of a distribution with a scale and a spread. */
export const KNOWN_BY: [string, string][] = [
  ['mean p99', 'mean and P99'],
  ['mean p95', 'mean and P95'],
  ['p50 p95', 'P50 and P95'],
  ['p50 p99', 'P50 and P99'],
];

/** A pair of figures in words. */
export function pairText(pair: string): string {
  return pair.replace('scv', 'variation²').replaceAll('p', 'P').replace(' ', ' and ');
}

/** The pair that a distribution is known by; nothing where its family leaves no choice. */
export function knownBy(drawn: Drawn): string | null {
  if (!SPREAD_FAMILIES.includes(kindOf(drawn))) return null;
  return SPREAD.filter((path) => parameter(drawn, path) != null).join(' ');
}

export function kindOf(drawn: Drawn | null | undefined): DemandKind {
  return drawn ? (Object.keys(drawn)[0] as DemandKind) : 'none';
}

/** A parameter of a distribution. */
export function parameter(drawn: Drawn, path: string): unknown {
  const value = Object.values(drawn)[0];
  return path === '' ? value : (value as Record<string, unknown>)[path];
}

/** The distribution with one parameter changed; with nothing, without it. */
export function withParameter(drawn: Drawn, path: string, value: unknown): Drawn {
  const kind = kindOf(drawn);
  if (path === '') return { [kind]: value };
  const figures = { ...(Object.values(drawn)[0] as Record<string, unknown>), [path]: value };
  if (value === null) delete figures[path];
  return { [kind]: figures };
}

/** What to begin with where nothing is said. */
export function first(dimension: Drawable): Drawn {
  return { exponential: { mean: dimension === 'time' ? '10ms' : '100KiB' } };
}
