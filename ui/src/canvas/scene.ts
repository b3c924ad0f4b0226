import { spaced } from '../format/quantity';
import { valueAt } from '../format/path';
import type { Architecture, Basis, Element, ElementKind, Mark, Mode } from '../generated/protocol';
import { around, type Box } from './geometry';
import { SpatialIndex } from './spatial';

/** An element as it is drawn. */
export interface SceneNode {
  id: string;
  kind: ElementKind;
  name: string;
  /** One line about its capacity or place. */
  detail: string;
  parent: string | null;
  depth: number;
  /** Does it hold others, and is so drawn as a frame around them? */
  holds: boolean;
  box: Box;
  mark: Mark | null;
}

/** All relationships of one mode from one element to another, drawn as one line. */
export interface SceneLink {
  id: string;
  from: string;
  to: string;
  mode: Mode;
  relationships: string[];
  label: string;
  mark: Mark | null;
}

/** A drawing: what the canvas paints and what the pointer can hit. */
export interface Scene {
  nodes: Map<string, SceneNode>;
  /** Outer before inner. */
  order: SceneNode[];
  links: SceneLink[];
  index: SpatialIndex;
  bounds: Box | null;
}

const FALLBACK: Box = { x: 0, y: 0, width: 160, height: 64 };

export function elementOf(reference: string): string {
  return reference.split('/', 1)[0]!;
}

/** The drawing of `architecture`; of `base`, what is gone from it is kept as a ghost. */
export function buildScene(
  architecture: Architecture,
  base?: Architecture | null,
  basis: Bases = {},
): Scene {
  const guessed = guesses(architecture, base ?? architecture, basis);
  const elements = new Map(Object.entries(architecture.elements));
  const gone = new Set<string>();
  if (base) {
    for (const [id, element] of Object.entries(base.elements)) {
      if (!elements.has(id)) {
        gone.add(id);
        elements.set(id, element);
      }
    }
  }
  const boxOf = (id: string): Box => architecture.layout[id] ?? base?.layout[id] ?? FALLBACK;
  const holders = new Set([...elements.values()].map((e) => e.in).filter((id) => id !== undefined));
  const nodes = new Map<string, SceneNode>();
  for (const [id, element] of elements) {
    nodes.set(id, {
      id,
      kind: element.kind,
      name: element.name ?? id,
      detail: detail(element) + (guessed.has(`${id}/${figuresOf(element)}`) ? ' · guess' : ''),
      parent: element.in && elements.has(element.in) ? element.in : null,
      depth: depthOf(id, elements),
      holds: holders.has(id) || element.kind === 'boundary',
      box: { ...boxOf(id) },
      mark: gone.has(id) ? 'gone' : (architecture.marks[id] ?? null),
    });
  }
  const order = [...nodes.values()].sort((a, b) => a.depth - b.depth || (a.id < b.id ? -1 : 1));
  const index = new SpatialIndex();
  for (const node of order) index.set(node.id, node.box);
  return {
    nodes,
    order,
    links: buildLinks(architecture, base, nodes),
    index,
    bounds: around(order.map((n) => n.box)),
  };
}

/** Where figures come from, by their path in the model. */
export type Bases = Readonly<Record<string, Basis>>;

/** What an element's line is about: the demand of its operations, or the group of its capacity. */
function figuresOf(element: Element): string {
  switch (element.kind) {
    case 'monolith':
    case 'service':
    case 'gateway':
      return 'process';
    case 'function':
    case 'job':
    case 'store':
    case 'queue':
    case 'boundary':
      return element.kind;
    default:
      return 'operations';
  }
}

/** Elements with the groups of theirs that hold a guess. What an option has changed is no longer that guess. */
function guesses(now: Architecture, base: Architecture, basis: Bases): Set<string> {
  const found = new Set<string>();
  for (const [path, { kind }] of Object.entries(basis)) {
    const [top, id, group] = path.split('/');
    if (kind !== 'guess' || top !== 'elements') continue;
    const here = valueAt(now, path);
    const same = JSON.stringify(here) === JSON.stringify(valueAt(base, path));
    if (here !== undefined && same) found.add(`${id}/${group}`);
  }
  return found;
}

function depthOf(id: string, elements: Map<string, Element>): number {
  let depth = 0;
  let at = elements.get(id)?.in;
  while (at && depth < 64) {
    depth += 1;
    at = elements.get(at)?.in;
  }
  return depth;
}

function buildLinks(
  architecture: Architecture,
  base: Architecture | null | undefined,
  nodes: Map<string, SceneNode>,
): SceneLink[] {
  const links = new Map<string, SceneLink & { rates: number[] }>();
  const add = (id: string, owner: Architecture, mark: Mark | null) => {
    const relationship = owner.relationships[id]!;
    const from = elementOf(relationship.from);
    const to = elementOf(relationship.to);
    if (!nodes.has(from) || !nodes.has(to) || from === to) return;
    const key = `${from}>${to}>${relationship.mode}${mark === 'gone' ? '>gone' : ''}`;
    const link = links.get(key);
    if (link) {
      link.relationships.push(id);
      link.rates.push(relationship.per_request ?? 1);
      if (link.mark !== mark) link.mark = 'changed';
    } else {
      const { mode } = relationship;
      links.set(key, {
        id: key,
        from,
        to,
        mode,
        relationships: [id],
        rates: [relationship.per_request ?? 1],
        label: '',
        mark,
      });
    }
  };
  for (const id of Object.keys(architecture.relationships)) {
    add(id, architecture, architecture.relationship_marks[id] ?? null);
  }
  for (const id of Object.keys(base?.relationships ?? {})) {
    if (!(id in architecture.relationships)) add(id, base!, 'gone');
  }
  return [...links.values()].map(({ rates, ...link }) => ({
    ...link,
    label: label(link.mode, rates),
  }));
}

function label(mode: Mode, rates: number[]): string {
  if (rates.length > 1) return `${mode} · ${rates.length}`;
  const rate = rates[0]!;
  return rate === 1 ? mode : `${mode} ${rate}/req`;
}

function plural(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}

/** One line about an element's capacity. */
function detail(element: Element): string {
  switch (element.kind) {
    case 'monolith':
    case 'service':
    case 'gateway': {
      const process = element.process ?? {};
      const scaler = process.autoscaler;
      const replicas = scaler ? `${scaler.min}–${scaler.max}` : `${process.replicas ?? 1}`;
      const limit =
        process.in_flight != null
          ? `${process.in_flight} in flight`
          : plural(process.threads ?? 200, 'thread');
      return `${replicas} × ${plural(process.cores ?? 1, 'core')} · ${limit}`;
    }
    case 'function': {
      const { memory = '128MiB', concurrency = 1000 } = element.function ?? {};
      return `${spaced(memory)} · ${concurrency} at once`;
    }
    case 'job': {
      const { every, items = 1, parallelism = 1 } = element.job ?? {};
      const many =
        typeof items === 'number' ? plural(items, 'item') : `${items.min}–${items.max} items`;
      return `${every == null ? 'once' : `every ${spaced(every)}`} · ${many} · ${parallelism} at once`;
    }
    case 'store': {
      const store = element.store ?? {};
      const parts: string[] = [store.technology ?? 'relational'];
      if (store.connections != null) parts.push(plural(store.connections, 'connection'));
      else if (store.cores != null) parts.push(plural(store.cores, 'core'));
      return parts.join(' · ');
    }
    case 'queue':
      return element.queue?.dead_letter
        ? `at most ${element.queue.dead_letter.max_receives} deliveries`
        : (element.queue?.service ?? 'queue');
    case 'boundary':
      return element.boundary?.of ?? 'boundary';
    default: {
      const demands = Object.values(element.operations ?? {}).filter((o) => o.demand);
      return demands.length === 1 ? demandText(demands[0]!.demand!) : element.kind;
    }
  }
}

/** A distribution in a few words: "lognormal, mean 40 ms". */
export function demandText(demand: Record<string, unknown>): string {
  const [kind, value] = Object.entries(demand)[0] ?? ['', undefined];
  if (typeof value === 'string') return spaced(value);
  const given = value as Record<string, unknown> | undefined;
  const shown = given?.['mean'] ?? given?.['p50'];
  return typeof shown === 'string'
    ? `${spaced(shown)} ${kind === 'quantiles' ? 'median' : 'mean'}`
    : kind;
}

/** An element and all that it holds, at any depth. */
export function withContents(scene: Scene, ids: Iterable<string>): Set<string> {
  const all = new Set(ids);
  for (const node of scene.order) if (node.parent && all.has(node.parent)) all.add(node.id);
  return all;
}

/** Of some elements those that none of the others holds. */
export function rootsOf(scene: Scene, ids: ReadonlySet<string>): string[] {
  return [...ids].filter((id) => {
    let at = scene.nodes.get(id);
    if (!at || at.mark === 'gone') return false;
    while (at?.parent) {
      if (ids.has(at.parent)) return false;
      at = scene.nodes.get(at.parent);
    }
    return true;
  });
}
