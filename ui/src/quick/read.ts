import { parseQuantity } from '../format/quantity';
import type { Architecture, Description, ElementKind, Mode } from '../generated/protocol';

/** An end of a line: what is there already, or what is to be made. */
export type End =
  | { is: 'known'; id: string; operation: string | null }
  | { is: 'new'; name: string; kind: ElementKind };

/** What a line means. */
export type Meant =
  | { is: 'element'; name: string; kind: ElementKind; inside: string | null; time: string | null }
  | {
      is: 'link';
      from: End;
      to: End;
      mode: Mode;
      perRequest: number | null;
      time: string | null;
    }
  | { is: 'nothing'; why: string };

const ARROW = /\s*(?:->|→|=>)\s*/;

/** Reads a line such as `checkout -> orders-db reads 2/req 4ms` or `queue Jobs in Shop`. What stands in
 * `inside` is where a new element goes that does not say. */
export function read(
  line: string,
  architecture: Architecture,
  description: Description,
  inside: string | null = null,
): Meant {
  const text = line.trim();
  if (text === '') return { is: 'nothing', why: 'Write a name, or one -> another.' };
  const sides = text.split(ARROW);
  if (sides.length > 2) return { is: 'nothing', why: 'One arrow at a time.' };
  if (sides.length === 2) return link(sides[0]!, sides[1]!, architecture, description);
  return element(text, architecture, description, inside);
}

function element(
  text: string,
  architecture: Architecture,
  description: Description,
  inside: string | null,
): Meant {
  const { rest, time } = figures(text);
  const placed = /^(.*?)\s+in\s+(.+)$/i.exec(rest);
  const holder = placed ? find(placed[2]!, architecture) : null;
  const words = placed && holder ? placed[1]! : rest;
  const { kind, name } = kindOf(words, description);
  const place = holder?.id ?? inside;
  if (name === '') return { is: 'nothing', why: 'It needs a name.' };
  const around = place === null ? null : architecture.elements[place];
  const fits = description.kinds.find((k) => k.kind === kind)?.inside ?? [];
  // Within a process a new thing without a kind is a part of it.
  const said = kindWord(words, description) !== null;
  const within =
    around && around.kind !== 'boundary' && !said && around.kind !== 'component'
      ? 'component'
      : kind;
  const allowed =
    around !== null && around !== undefined
      ? (description.kinds.find((k) => k.kind === within)?.inside ?? []).includes(around.kind)
      : within !== 'component';
  if (!allowed && holder) {
    const label = (k: ElementKind) => description.kinds.find((d) => d.kind === k)?.label ?? k;
    return {
      is: 'nothing',
      why: `A ${label(within).toLowerCase()} cannot stand in a ${label(around!.kind).toLowerCase()}${
        fits.length > 0 ? `, but in a ${fits.map(label).join(' or ').toLowerCase()}` : ''
      }.`,
    };
  }
  if (within === 'component' && !allowed) {
    return { is: 'nothing', why: 'A component stands in a process: select one, or write “in …”.' };
  }
  const works = description.kinds.find((k) => k.kind === within)?.operations ?? false;
  if (time && !works) return { is: 'nothing', why: 'It takes no time: it does nothing by itself.' };
  return { is: 'element', name, kind: within, inside: allowed ? place : null, time };
}

function link(
  left: string,
  right: string,
  architecture: Architecture,
  description: Description,
): Meant {
  const { rest, time, perRequest } = figures(right);
  const modes = description.modes.map((m) => m.mode);
  const words = rest.split(/\s+/);
  const said = modes.find((mode) => words.at(-1)?.toLowerCase() === mode) ?? null;
  const name = (said ? words.slice(0, -1) : words).join(' ');
  if (left === '' || name === '') return { is: 'nothing', why: 'Both ends need a name.' };
  const from = end(left, architecture, description);
  const to = end(name, architecture, description);
  const fromKind = kindAt(from, architecture);
  const toKind = kindAt(to, architecture);
  const mode = said ?? usualMode(fromKind, toKind);
  // A consumer may be written behind its queue, as messages flow; the link is from who consumes.
  const turned = mode === 'consumes' && fromKind === 'queue';
  const [begin, finish] = turned ? [to, from] : [from, to];
  const why = senseless(begin, finish, architecture, mode, description);
  if (why) return { is: 'nothing', why };
  if (time && toKind === 'queue') return { is: 'nothing', why: 'A queue takes no time.' };
  if (perRequest !== null && mode === 'consumes')
    return { is: 'nothing', why: 'A consumer takes what is there: no number a request.' };
  return { is: 'link', from: begin, to: finish, mode, perRequest, time };
}

/** Why a link makes no sense; null where it does. Which kinds it can join, the model says. */
export function senseless(
  from: End,
  to: End,
  architecture: Architecture,
  mode: Mode,
  description: Description,
): string | null {
  if (from.is === 'known' && to.is === 'known' && from.id === to.id)
    return 'It would link something with itself.';
  const joins = description.modes.find((m) => m.mode === mode);
  const [begins, ends] = [kindAt(from, architecture), kindAt(to, architecture)];
  const label = (kind: ElementKind) =>
    (description.kinds.find((k) => k.kind === kind)?.label ?? kind).toLowerCase();
  if (joins && !joins.from.includes(begins)) return `A ${label(begins)} ${mode} nothing.`;
  if (joins && !joins.to.includes(ends))
    return `“${mode}” goes to ${joins.to.map((kind) => `a ${label(kind)}`).join(' or ')}, not to a ${label(ends)}.`;
  return null;
}

export function usualMode(from: ElementKind, to: ElementKind): Mode {
  if (from === 'queue') return 'consumes';
  if (to === 'queue') return 'publishes';
  return to === 'store' ? 'reads' : 'calls';
}

/** Figures at the end of a line: so many for a request, and a time. */
function figures(text: string): { rest: string; time: string | null; perRequest: number | null } {
  const words = text.trim().split(/\s+/);
  let time: string | null = null;
  let perRequest: number | null = null;
  while (words.length > 1) {
    const last = words.at(-1)!;
    const rate = /^(\d+(?:\.\d+)?)\/req(?:uest)?$/i.exec(last);
    const quantity = /^\d/.test(last) ? parseQuantity(last, 'time') : null;
    if (rate) perRequest = Number(rate[1]);
    else if (quantity?.ok) time = quantity.value;
    else break;
    words.pop();
  }
  return { rest: words.join(' '), time, perRequest };
}

const same = (a: string, b: string) =>
  a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0;

/** The element, and its operation if one is named, that a text names: by name, by id, or by a beginning
 * that only one has. */
export function find(
  text: string,
  architecture: Architecture,
): { id: string; operation: string | null } | null {
  const [head = '', tail = null] = text.split('/', 2).map((part) => part.trim());
  const all = Object.entries(architecture.elements);
  const exact = all.find(([id, e]) => same(id, head) || same(e.name ?? id, head));
  const begins = all.filter(
    ([id, e]) =>
      id.startsWith(head.toLowerCase()) ||
      (e.name ?? '').toLowerCase().startsWith(head.toLowerCase()),
  );
  const found = exact ?? (head.length > 1 && begins.length === 1 ? begins[0] : undefined);
  if (!found) return null;
  const operations = Object.entries(found[1].operations ?? {});
  const operation = tail
    ? (operations.find(([id, o]) => same(id, tail) || same(o.name ?? id, tail))?.[0] ?? null)
    : null;
  if (tail && operation === null) return null;
  return { id: found[0], operation };
}

function end(text: string, architecture: Architecture, description: Description): End {
  const known = find(text, architecture);
  if (known) return { is: 'known', ...known };
  const { kind, name } = kindOf(text.trim(), description);
  return { is: 'new', name, kind };
}

export function kindAt(at: End, architecture: Architecture): ElementKind {
  return at.is === 'new' ? at.kind : architecture.elements[at.id]!.kind;
}

function kindWord(text: string, description: Description): ElementKind | null {
  const first = text.split(/\s+/, 1)[0]!.toLowerCase();
  const found = description.kinds.find(
    (k) => k.kind === first || k.label.toLowerCase().split(' ')[0] === first,
  );
  return found && text.trim().includes(' ') ? found.kind : null;
}

/** By its last word a name often says what it is. */
const BY_NAME: [RegExp, ElementKind][] = [
  [/(db|database|store|bucket|cache|table|warehouse|index|redis|postgres|mysql|s3)$/i, 'store'],
  [/(queue|topic|bus|stream|kafka|events|jobs)$/i, 'queue'],
  [/(users?|clients?|browser|customers?|app)$/i, 'client'],
  [/(cdn|edge|cloudfront|fastly)$/i, 'edge'],
  [/(front ?end|spa|page|website)$/i, 'frontend'],
  [/(gateway|ingress|proxy)$/i, 'gateway'],
  [/(lambda|function)$/i, 'function'],
  [/(monolith)$/i, 'monolith'],
  [/(zone|region|account|cluster|namespace)$/i, 'boundary'],
];

function kindOf(text: string, description: Description): { kind: ElementKind; name: string } {
  const said = kindWord(text, description);
  if (said) return { kind: said, name: text.trim().split(/\s+/).slice(1).join(' ') };
  const name = text.trim();
  return { kind: BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'service', name };
}
