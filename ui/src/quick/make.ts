import type {
  Architecture,
  Description,
  Edit,
  Element,
  ElementKind,
  Operation,
  Relationship,
} from '../generated/protocol';
import { BASELINE } from '../state/baseline';
import type { End, Meant } from './read';

/** Edits that together are one step, and what is to be selected afterwards. */
export interface Made {
  edits: Edit[];
  select: { elements: string[]; links: string[] };
}

/** An identifier near to a name that is not taken. */
export function slug(name: string, taken: (id: string) => boolean): string {
  const base =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'new';
  let id = base;
  for (let n = 2; taken(id); n += 1) id = `${base}-${n}`;
  return id;
}

const titled = (name: string, id: string) => (name === id ? {} : { name });

/** Words that a boundary's name says its level by, as the model describes them; a node pool is a cluster with
 * nodes of its own. */
export function levelsOf(description: Description): [level: string, label: string][] {
  const form = description.forms['BoundaryOf'];
  return form?.form === 'choice' ? form.choices.map(({ value, label }) => [value, label]) : [];
}
export const NODE_POOL = 'Node pool';

/** The level that a name says, or else a cluster. */
function boundaryOf(name: string, description: Description): Element['boundary'] {
  if (/node ?pool/i.test(name)) return { of: 'cluster', nodes: { cores: 4, max: 3 } };
  const words = name.toLowerCase().split(/[^a-z]+/);
  const level = levelsOf(description).find(([value]) => words.includes(value))?.[0];
  return { of: (level ?? 'cluster') as 'cluster' };
}

function fresh(
  kind: ElementKind,
  name: string,
  id: string,
  inside: string | null,
  time: string | null,
  description: Description,
): Element {
  const known = description.kinds.find((k) => k.kind === kind);
  const operation: Operation = time ? { demand: { exponential: { mean: time } } } : {};
  return {
    kind,
    ...titled(name, id),
    ...(inside ? { in: inside } : {}),
    ...(known?.operations ? { operations: { default: operation } } : {}),
    ...(kind === 'boundary' ? { boundary: boundaryOf(name, description) } : {}),
  } as Element;
}

/** What has to be done so that the model has what a line means. */
export function make(
  meant: Exclude<Meant, { is: 'nothing' }>,
  architecture: Architecture,
  description: Description,
): Made {
  // What only an option has is no figure of the model's own, of which a basis could be said.
  const guess = (path: string): Edit[] => (architecture.option === BASELINE ? [guessed(path)] : []);
  const elements: Record<string, Element> = {};
  const taken = (id: string) => id in architecture.elements || id in elements;
  if (meant.is === 'element') {
    const id = slug(meant.name, taken);
    elements[id] = fresh(meant.kind, meant.name, id, meant.inside, meant.time, description);
    const edits: Edit[] = [{ kind: 'add', elements, relationships: {}, positions: {} }];
    if (meant.time) edits.push(...guess(`elements/${id}/operations/default/demand`));
    return { edits, select: { elements: [id], links: [] } };
  }
  const edits: Edit[] = [];
  /** The end that works, and takes the time: who is asked, or who consumes. */
  const works = meant.mode === 'consumes' ? 0 : 1;
  const ends = [meant.from, meant.to].map((end, i): [string, string | null] => {
    if (end.is === 'known') return [end.id, end.operation];
    const id = slug(end.name, taken);
    const time = i === works ? meant.time : null;
    elements[id] = fresh(end.kind, end.name, id, null, time, description);
    if (time) edits.push(...guess(`elements/${id}/operations/default/demand`));
    return [id, null];
  });
  const [from, to] = ends.map(([id, operation]) => {
    const kind = elements[id]?.kind ?? architecture.elements[id]!.kind;
    if (kind === 'queue' || elements[id]) return id;
    const at = operation ?? operationOf(architecture, id);
    if (at === null) {
      // What does nothing yet does something from now on.
      edits.push({ kind: 'set', path: `elements/${id}/operations/default`, value: {} });
      return id;
    }
    return at === 'default' ? id : `${id}/${at}`;
  }) as [string, string];
  const link: Relationship = {
    from,
    to,
    mode: meant.mode,
    ...(meant.perRequest === null || meant.perRequest === 1
      ? {}
      : { per_request: meant.perRequest }),
  } as Relationship;
  const id = slug(
    `${ends[0]![0]}-${meant.mode}-${ends[1]![0]}`,
    (id) => id in architecture.relationships,
  );
  const add: Edit = { kind: 'add', elements, relationships: { [id]: link }, positions: {} };
  const time = meant.time;
  const target = ends[works]![0];
  if (time && !elements[target] && architecture.elements[target]?.kind !== 'queue') {
    const operation = [from, to][works]!.split('/')[1] ?? 'default';
    const path = `elements/${target}/operations/${operation}/demand`;
    edits.push({ kind: 'set', path, value: { exponential: { mean: time } } }, ...guess(path));
  }
  const made = Object.keys(elements);
  // Operations that a link needs come before it, what is said of new elements after them.
  const before = edits.filter((e) => e.kind === 'set' && e.path.endsWith('/default'));
  const after = edits.filter((e) => !before.includes(e));
  return {
    edits: [...before, add, ...after],
    select:
      made.length > 0 ? { elements: [made.at(-1)!], links: [] } : { elements: [], links: [id] },
  };
}

/** The operation that a link without one begins or ends at. */
export function operationOf(architecture: Architecture, id: string): string | null {
  const operations = Object.keys(architecture.elements[id]?.operations ?? {});
  return operations.includes('default') ? 'default' : (operations[0] ?? null);
}

/** A figure that somebody says in passing is a guess. */
function guessed(path: string): Edit {
  return { kind: 'set', path: `basis/${path.replaceAll('/', '~1')}`, value: { kind: 'guess' } };
}

/** Who stands at an end, for a person. */
export function called(end: End, architecture: Architecture): string {
  if (end.is === 'new') return end.name;
  const element = architecture.elements[end.id];
  const name = element?.name ?? end.id;
  if (end.operation === null) return name;
  return `${name}: ${element?.operations?.[end.operation]?.name ?? end.operation}`;
}

/** What a line means, in words. */
export function told(meant: Meant, architecture: Architecture, description: Description): string {
  const label = (kind: ElementKind) =>
    (description.kinds.find((k) => k.kind === kind)?.label ?? kind).toLowerCase();
  if (meant.is === 'nothing') return meant.why;
  if (meant.is === 'element') {
    const holder = meant.inside ? architecture.elements[meant.inside] : undefined;
    const place = meant.inside ? ` in ${holder?.name ?? meant.inside}` : '';
    return `New ${label(meant.kind)} “${meant.name}”${place}${meant.time ? `, ${meant.time}` : ''}`;
  }
  const news = [meant.from, meant.to].flatMap((end) =>
    end.is === 'new' ? [`new ${label(end.kind)} “${end.name}”`] : [],
  );
  const rate = meant.perRequest === null ? '' : `, ${meant.perRequest} a request`;
  const line = `${called(meant.from, architecture)} ${meant.mode} ${called(meant.to, architecture)}`;
  return `${line}${rate}${meant.time ? `, ${meant.time}` : ''}${news.length > 0 ? ` (${news.join(', ')})` : ''}`;
}
