import type { Architecture, Basis, DataClass } from '../generated/protocol';
import { elementOf } from './scene';

/** What the canvas can be looked at for, instead of heat. */
export const PERSPECTIVES = {
  teams: 'Teams',
  deployment: 'Deployment',
  compliance: 'Compliance scope',
  data: 'Data classes',
  basis: 'Basis of figures',
} as const;
export type Perspective = keyof typeof PERSPECTIVES;

/** What an element is in a perspective: a colour by its number, and the word that goes with it. */
export interface Tag {
  color: number;
  label: string;
}

/** Sets how many colours there are; what comes after them shares the last. */
export const COLORS = 7;
/** The strictest first. */
const CLASSES: readonly [DataClass, string][] = [
  ['pci', 'card data'],
  ['health', 'health data'],
  ['pii', 'personal data'],
  ['internal', 'internal'],
  ['public', 'public'],
];
const REGULATED: readonly DataClass[] = ['pci', 'health', 'pii'];
const LEVELS = ['region', 'zone', 'account', 'cluster', 'namespace'];
const BASES = { guess: 'a guess', measured: 'measured', vendor: 'by the vendor' } as const;

/** The tags of all elements that a perspective says something of. */
export function tagsOf(
  perspective: Perspective,
  architecture: Architecture,
  basis: Record<string, Basis | undefined>,
): Map<string, Tag> {
  const ids = Object.keys(architecture.elements);
  const tags = new Map<string, Tag>();
  const say = (id: string, color: number, label: string) =>
    tags.set(id, { color: Math.min(color, COLORS - 1), label });
  switch (perspective) {
    case 'teams': {
      const order = Object.keys(architecture.teams);
      for (const id of ids) {
        const team = inherited(architecture, id, (of) => architecture.units[of]?.team ?? null);
        if (team !== null) say(id, order.indexOf(team), architecture.teams[team]?.name ?? team);
      }
      return tags;
    }
    case 'deployment':
      for (const id of ids) {
        const of = architecture.elements[id]!.boundary?.of;
        if (of) say(id, Math.max(0, LEVELS.indexOf(of)), of);
      }
      return tags;
    case 'data':
      for (const id of ids) {
        const held = classesOf(architecture, id);
        const first = CLASSES.findIndex(([known]) => held.has(known));
        if (first >= 0) say(id, first, CLASSES[first]![1]);
      }
      return tags;
    case 'compliance': {
      const within = new Set(
        ids.filter((id) => REGULATED.some((known) => classesOf(architecture, id).has(known))),
      );
      for (const { from, to } of Object.values(architecture.relationships)) {
        const [a, b] = [elementOf(from), elementOf(to)];
        if (within.has(a)) say(b, 1, 'connected to it');
        if (within.has(b)) say(a, 1, 'connected to it');
      }
      for (const id of within) say(id, 0, 'regulated data');
      return tags;
    }
    case 'basis': {
      const worst = Object.keys(BASES) as (keyof typeof BASES)[];
      for (const id of ids) {
        const own = Object.entries(basis).filter(([path]) => path.startsWith(`elements/${id}/`));
        const kinds = new Set(own.map(([, known]) => known?.kind));
        const found = worst.findIndex((kind) => kinds.has(kind));
        if (found >= 0) say(id, found, BASES[worst[found]!]);
      }
      return tags;
    }
  }
}

/** What an element says, or what it stands in. */
function inherited(
  { elements }: Architecture,
  id: string,
  of: (id: string) => string | null,
): string | null {
  for (let at: string | undefined = id; at !== undefined; at = elements[at]?.in ?? undefined) {
    const own = of(at);
    if (own !== null) return own;
  }
  return null;
}

/** The classes of data that an element handles, and of the data sets that it stores or writes. */
function classesOf({ elements, data }: Architecture, id: string): Set<DataClass> {
  const sets = Object.values(data).filter((d) => d.store === id || d.writers?.includes(id));
  return new Set([...(elements[id]!.data ?? []), ...sets.flatMap((d) => d.classes ?? [])]);
}

/** The tags that are to be seen, each with the number of its elements. */
export function legendOf(tags: ReadonlyMap<string, Tag>): (Tag & { count: number })[] {
  const all = new Map<string, Tag & { count: number }>();
  for (const tag of tags.values()) {
    const known = all.get(tag.label);
    if (known) known.count += 1;
    else all.set(tag.label, { ...tag, count: 1 });
  }
  return [...all.values()].sort((a, b) => a.color - b.color || a.label.localeCompare(b.label));
}
