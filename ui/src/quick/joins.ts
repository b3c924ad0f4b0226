import type {
  Architecture,
  Description,
  Edit,
  ElementKind,
  Mode,
  Relationship,
} from '../generated/protocol';
import { operationOf } from './make';
import { senseless, usualMode } from './read';

/** A way in which two elements can be linked: `turned` where the link begins at the second. */
export interface Join {
  mode: Mode;
  turned: boolean;
}

const known = (id: string) => ({ is: 'known' as const, id, operation: null });
const nameOf = (id: string, { elements }: Architecture) => elements[id]?.name ?? id;

/** All ways in which two elements can be linked, the most usual first. */
export function joins(
  from: string,
  to: string,
  architecture: Architecture,
  description: Description,
): Join[] {
  const [begin, end] = [architecture.elements[from]!.kind, architecture.elements[to]!.kind];
  const usual = usualMode(begin, end);
  // Messages flow from a queue to who consumes them, and so may be drawn; the link begins at who asks.
  const turned = begin === 'queue';
  const ends = turned ? ([to, from] as const) : ([from, to] as const);
  return description.modes
    .map(({ mode }) => ({ mode, turned }))
    .filter(({ mode }) => !turned || mode === 'consumes')
    .filter(
      ({ mode }) =>
        senseless(known(ends[0]), known(ends[1]), architecture, mode, description) === null,
    )
    .sort((a, b) => Number(b.mode === usual) - Number(a.mode === usual));
}

/** Can an element be linked with a new one of a kind? */
export function joinsKind(
  from: string,
  kind: ElementKind,
  architecture: Architecture,
  description: Description,
): boolean {
  const { kind: own } = architecture.elements[from]!;
  return description.modes.some((m) =>
    own === 'queue'
      ? m.to.includes(own) && m.mode === 'consumes' && m.from.includes(kind)
      : m.from.includes(own) && m.to.includes(kind) && kind !== 'component',
  );
}

/** Why two elements cannot be linked, in any way or in the one that is meant; null where they can. */
export function whyNot(
  from: string,
  to: string,
  mode: Mode | null,
  architecture: Architecture,
  description: Description,
): string | null {
  if (mode !== null) return senseless(known(from), known(to), architecture, mode, description);
  if (from === to) return senseless(known(from), known(to), architecture, 'calls', description);
  if (joins(from, to, architecture, description).length > 0) return null;
  const [begin, end] = [architecture.elements[from]!.kind, architecture.elements[to]!.kind];
  const usual = usualMode(begin, end);
  const ends = begin === 'queue' ? ([to, from] as const) : ([from, to] as const);
  return senseless(known(ends[0]), known(ends[1]), architecture, usual, description);
}

/** Can a link be drawn out of a kind of element? Out of a queue it is drawn to who consumes. */
export function begins(kind: ElementKind, { modes }: Description): boolean {
  return kind === 'queue' || modes.some((m) => m.from.includes(kind));
}

/** What a link says, for a person. */
export function saying(from: string, mode: Mode, to: string, architecture: Architecture): string {
  return `${nameOf(from, architecture)} ${mode} ${nameOf(to, architecture)}`;
}

/** The fields of a link that have a meaning in another mode too. */
export function inMode(link: Relationship, mode: Mode, description: Description): Relationship {
  const form = description.forms['Relationship'];
  const fields = form?.form === 'group' ? form.fields : [];
  const kept = Object.entries(link).filter(([key]) => {
    const only = fields.find((f) => f.key === key)?.only ?? [];
    return only.length === 0 || only.includes(mode);
  });
  return { ...(Object.fromEntries(kept) as Relationship), mode };
}

/** The edits that take an end of links to another element; or why that cannot be. */
export function attached(
  links: readonly string[],
  end: 'from' | 'to',
  to: string,
  architecture: Architecture,
  description: Description,
): { edits: Edit[] } | { why: string } {
  const edits: Edit[] = [];
  const changed: Edit[] = [];
  for (const id of links) {
    const link = architecture.relationships[id];
    if (!link) continue;
    const elementOf = (reference: string) => reference.split('/', 1)[0]!;
    if (elementOf(link[end]) === to) continue;
    const ends = { from: elementOf(link.from), to: elementOf(link.to), [end]: to };
    const why = whyNot(ends.from, ends.to, link.mode, architecture, description);
    if (why) return { why };
    if (end === 'from' && follows(architecture, elementOf(link.from), id)) {
      return {
        why: `The steps of ${nameOf(elementOf(link.from), architecture)} follow this link: take it out of them first.`,
      };
    }
    const operation = operationOf(architecture, to);
    const queue = architecture.elements[to]!.kind === 'queue';
    if (operation === null && !queue && edits.length === 0) {
      edits.push({ kind: 'set', path: `elements/${to}/operations/default`, value: {} });
    }
    const at = queue || operation === null || operation === 'default' ? to : `${to}/${operation}`;
    changed.push({ kind: 'set', path: `relationships/${id}/${end}`, value: at });
  }
  return changed.length === 0 ? { why: 'It is there already.' } : { edits: [...edits, ...changed] };
}

/** Do the steps of an element name a link? */
function follows({ elements }: Architecture, from: string, link: string): boolean {
  const names = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(([key, of]) => (key === 'follow' && of === link) || names(of));
  return names(elements[from]?.operations);
}
