import { around } from '../canvas/geometry';
import { quoted, sentence } from '../format/sentence';
import { slug } from '../quick/make';
import type { AlsoKind, Architecture, Edit, Element, Relationship } from '../generated/protocol';

/** Elements, with what they hold and the links between them, as text for the clipboard. */
export interface Copied {
  spinout: 1;
  elements: Record<string, Element>;
  relationships: Record<string, Relationship>;
  positions: Record<string, { x: number; y: number; width: number; height: number }>;
}

const endOf = (reference: string) => reference.split('/', 1)[0]!;

/** The elements and all that they hold, at any depth. */
export function withInner(ids: Iterable<string>, { elements }: Architecture): Set<string> {
  const all = new Set(ids);
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, element] of Object.entries(elements)) {
      if (element.in && all.has(element.in) && !all.has(id)) {
        all.add(id);
        grown = true;
      }
    }
  }
  return all;
}

export function copied(ids: Iterable<string>, architecture: Architecture): Copied {
  const all = withInner(ids, architecture);
  const within = (reference: string) => all.has(endOf(reference));
  return {
    spinout: 1,
    elements: Object.fromEntries([...all].map((id) => [id, architecture.elements[id]!])),
    relationships: Object.fromEntries(
      Object.entries(architecture.relationships).filter(([, l]) => within(l.from) && within(l.to)),
    ),
    positions: Object.fromEntries(
      [...all].flatMap((id) => (architecture.layout[id] ? [[id, architecture.layout[id]]] : [])),
    ),
  };
}

/** What a clipboard holds, if it is something of ours. */
export function readCopied(text: string): Copied | null {
  try {
    const { spinout, elements, relationships, positions } = JSON.parse(text) as Partial<Copied>;
    if (spinout !== 1 || !elements || !relationships) return null;
    return { spinout, elements, relationships, positions: positions ?? {} };
  } catch {
    return null;
  }
}

const OFFSET = 32;

/** What a copy becomes beside what is there: names stay, identifiers are new where they are taken. */
export function pasted(copy: Copied, architecture: Architecture): Extract<Edit, { kind: 'add' }> {
  const names = new Map<string, string>();
  const made = new Set<string>();
  const taken = (id: string) => id in architecture.elements || made.has(id);
  for (const id of Object.keys(copy.elements)) {
    const next = taken(id) ? slug(id, taken) : id;
    made.add(next);
    names.set(id, next);
  }
  const links = new Set<string>();
  const linkNames = new Map<string, string>();
  for (const id of Object.keys(copy.relationships)) {
    const busy = (id: string) => id in architecture.relationships || links.has(id);
    const next = busy(id) ? slug(id, busy) : id;
    links.add(next);
    linkNames.set(id, next);
  }
  const moved = (reference: string) => {
    const [element = '', ...rest] = reference.split('/');
    return [names.get(element) ?? element, ...rest].join('/');
  };
  const known = (id: string | null | undefined) => id != null && id in architecture.elements;
  return {
    kind: 'add',
    elements: Object.fromEntries(
      Object.entries(copy.elements).map(([id, element]) => {
        const { in: parent, ...rest } = element;
        const inside = parent && (names.get(parent) ?? (known(parent) ? parent : null));
        const own = renamed(pruned(rest, copy), linkNames, names) as Element;
        return [names.get(id)!, inside ? { ...own, in: inside } : own];
      }),
    ),
    relationships: Object.fromEntries(
      Object.entries(copy.relationships).map(([id, link]) => [
        linkNames.get(id)!,
        { ...link, from: moved(link.from), to: moved(link.to) },
      ]),
    ),
    positions: Object.fromEntries(
      Object.entries(copy.positions).flatMap(([id, { x, y, width, height }]) => {
        const next = names.get(id);
        return next ? [[next, { x: x + OFFSET, y: y + OFFSET, width, height }]] : [];
      }),
    ),
  };
}

/** Without what names something that was not copied along: steps that follow other links, and the branches
 * that are empty then; dead letters that go elsewhere. */
function pruned(value: unknown, copy: Copied): unknown {
  if (Array.isArray(value)) {
    return value
      .map((of) => pruned(of, copy))
      .filter((of) => of !== undefined && !(Array.isArray(of) && of.length === 0));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key, of] = entries[0] ?? [];
  if (entries.length === 1 && key === 'follow' && !(String(of) in copy.relationships))
    return undefined;
  const kept = entries
    .filter(([key, of]) => {
      const to = (of as { to?: unknown } | null)?.to;
      return !(key === 'dead_letter' && typeof to === 'string' && !(to in copy.elements));
    })
    .map(([key, of]) => [key, pruned(of, copy)] as const)
    .filter(([, of]) => of !== undefined);
  const inner = kept.find(([key]) => ['branches', 'steps'].includes(key));
  // A step around nothing is none; an operation without steps still computes its demand.
  if (inner && Array.isArray(inner[1]) && inner[1].length === 0) {
    const rest = kept.filter(([key]) => key !== inner[0]);
    return 'demand' in value || rest.some(([key]) => key === 'demand') || !isStep(value)
      ? Object.fromEntries(rest)
      : undefined;
  }
  const step = kept.length === 0 && entries.length === 1;
  return step ? undefined : Object.fromEntries(kept);
}

const isStep = (value: object) =>
  ['times', 'need', 'after', 'others', 'probability', 'when', 'otherwise', 'branches'].some(
    (key) => key in value,
  );

/** Steps that follow a link, and queues that send their dead letters on, name what was copied with them. */
function renamed(
  value: unknown,
  links: Map<string, string>,
  elements: Map<string, string>,
): unknown {
  if (Array.isArray(value)) return value.map((of) => renamed(of, links, elements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, of]) => {
      if (key === 'follow' && typeof of === 'string') return [key, links.get(of) ?? of];
      if (key === 'to' && typeof of === 'string') return [key, elements.get(of) ?? of];
      return [key, renamed(of, links, elements)];
    }),
  );
}

const MARGIN = 24;
const HEAD = 40;

/** A boundary around elements that stand beside each other; null where they do not. */
export function grouped(
  ids: readonly string[],
  architecture: Architecture,
): { id: string; edits: Edit[] } | null {
  const parents = new Set(ids.map((id) => architecture.elements[id]?.in ?? null));
  const boxes = ids.flatMap((id) => architecture.layout[id] ?? []);
  const box = around(boxes);
  if (parents.size !== 1 || !box) return null;
  const [parent = null] = parents;
  if (ids.some((id) => ['component', 'client'].includes(architecture.elements[id]?.kind ?? '')))
    return null;
  const id = slug('group', (id) => id in architecture.elements);
  const element = {
    kind: 'boundary',
    name: 'Group',
    boundary: { of: 'cluster' },
    ...(parent ? { in: parent } : {}),
  } as Element;
  const position = {
    x: box.x - MARGIN,
    y: box.y - HEAD - MARGIN,
    width: box.width + 2 * MARGIN,
    height: box.height + HEAD + 2 * MARGIN,
  };
  return {
    id,
    edits: [
      {
        kind: 'add',
        elements: { [id]: element },
        relationships: {},
        positions: { [id]: position },
      },
      { kind: 'move_into', elements: [...ids], to: id },
      {
        kind: 'place',
        positions: Object.fromEntries(
          [...withInner(ids, architecture)].flatMap((of) =>
            architecture.layout[of] ? [[of, architecture.layout[of]]] : [],
          ),
        ),
      },
    ],
  };
}

export type Alignment =
  'left' | 'right' | 'top' | 'bottom' | 'middle' | 'center' | 'across' | 'down';

/** New places of elements that are brought into line, or spread evenly, with all that they hold. */
export function aligned(
  ids: readonly string[],
  how: Alignment,
  architecture: Architecture,
): Edit | null {
  const inner = withInner(ids, architecture);
  const roots = ids.filter((id) => {
    const parent = architecture.elements[id]?.in;
    return !parent || !inner.has(parent);
  });
  const boxes = roots.flatMap((id) => {
    const box = architecture.layout[id];
    return box ? [{ id, ...box }] : [];
  });
  const all = around(boxes);
  if (!all || boxes.length < 2) return null;
  const shifts = new Map<string, [number, number]>();
  const spread = (axis: 'x' | 'y', size: 'width' | 'height') => {
    const sorted = [...boxes].sort((a, b) => a[axis] - b[axis]);
    const used = sorted.reduce((sum, box) => sum + box[size], 0);
    const gap = (all[size] - used) / (sorted.length - 1);
    let at = all[axis];
    for (const box of sorted) {
      const by = Math.round(at - box[axis]);
      shifts.set(box.id, axis === 'x' ? [by, 0] : [0, by]);
      at += box[size] + gap;
    }
  };
  if (how === 'across') spread('x', 'width');
  else if (how === 'down') spread('y', 'height');
  else
    for (const box of boxes) {
      const right = all.x + all.width - box.width;
      const bottom = all.y + all.height - box.height;
      const [x, y] = {
        left: [all.x, box.y],
        right: [right, box.y],
        top: [box.x, all.y],
        bottom: [box.x, bottom],
        center: [(all.x + right) / 2, box.y],
        middle: [box.x, (all.y + bottom) / 2],
      }[how] as [number, number];
      shifts.set(box.id, [Math.round(x - box.x), Math.round(y - box.y)]);
    }
  const positions: Record<string, { x: number; y: number; width: number; height: number }> = {};
  for (const [id, [dx, dy]] of shifts) {
    for (const of of withInner([id], architecture)) {
      const box = architecture.layout[of];
      if (box) positions[of] = { ...box, x: box.x + dx, y: box.y + dy };
    }
  }
  return { kind: 'place', positions };
}

/** What goes as well, as text for a question; empty where nothing does that one has to think about. */
export function alsoText(
  also: readonly { what: AlsoKind; name: string; why?: string | null }[],
): string[] {
  const asks = also.some(({ what }) => !['element', 'relationship', 'unit'].includes(what));
  if (!asks) return [];
  return also.map(({ what, name, why }) => {
    if (what === 'other') return `${sentence(why ?? '')} (${name})`;
    const kind = what === 'relationship' ? 'link' : what;
    return `${kind} ${name}${why ? `: ${quoted(why)}` : ''}`;
  });
}
