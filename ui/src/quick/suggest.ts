import { joinsKind } from './joins';
import { find } from './read';
import { bindings, keyless, type Action } from '../frame/keys';
import type { Architecture, Description, KindDescription } from '../generated/protocol';

/** A line that can be taken over, or something that can be done. */
export type Suggestion =
  | { is: 'text'; label: string; note: string; text: string }
  | { is: 'action'; label: string; note: string; action: Action }
  | { is: 'element'; label: string; note: string; id: string; cannot: boolean };

const MOST = 9;
const ARROW = /(->|→|=>)/;

function matches(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** Elements by their name, those that begin with the text first. */
export function elementsLike(text: string, architecture: Architecture): [string, string][] {
  const wanted = text.toLowerCase();
  return Object.entries(architecture.elements)
    .map(([id, { name }]): [string, string] => [id, name ?? id])
    .filter(([id, name]) => matches(`${name} ${id}`, text))
    .sort(
      (a, b) =>
        Number(b[1].toLowerCase().startsWith(wanted)) -
          Number(a[1].toLowerCase().startsWith(wanted)) || a[1].localeCompare(b[1]),
    );
}

/** Names and words that go on with a line; kinds of elements too where a new one is wanted. */
export function completions(
  line: string,
  architecture: Architecture,
  description: Description,
  fresh = false,
): Suggestion[] {
  const parts = line.split(ARROW);
  const linking = parts.length > 1;
  const head = linking ? line.slice(0, line.length - parts.at(-1)!.length) : '';
  const tail = parts.at(-1)!.trimStart();
  const kind = (id: string) => {
    const of = architecture.elements[id]!.kind;
    return (description.kinds.find((k) => k.kind === of)?.label ?? of).toLowerCase();
  };
  const names = elementsLike(tail, architecture)
    .filter(([, name]) => name !== tail)
    .map(([id, name]): Suggestion => {
      const text = linking ? `${head.trimEnd()} ${name}` : `${name} -> `;
      return { is: 'text', label: linking ? `→ ${name}` : `${name} → …`, note: kind(id), text };
    });
  const begin = linking ? find(parts[0]!, architecture) : null;
  const fits = ({ kind }: KindDescription) =>
    !linking || (begin !== null && joinsKind(begin.id, kind, architecture, description));
  const kinds = description.kinds
    .filter(() => (linking ? fresh : tail !== ''))
    .filter((k) => fits(k) && k.label.toLowerCase().startsWith(tail.toLowerCase()))
    .map((k): Suggestion => {
      const text = linking ? `${head.trimEnd()} ${k.kind} ` : `${k.kind} `;
      return { is: 'text', label: linking ? `→ ${k.label} …` : `${k.label} …`, note: k.help, text };
    });
  if (fresh && linking) return kinds;
  return [...kinds, ...names].slice(0, MOST);
}

/** Actions and elements that a text names. */
export function commands(text: string, architecture: Architecture | null): Suggestion[] {
  const named = bindings.filter((b, i) => bindings.findIndex((o) => o.action === b.action) === i);
  const actions = [...named, ...keyless.map((b) => ({ ...b, shown: '' }))]
    .filter((b) => matches(b.what, text))
    .map((b): Suggestion => ({ is: 'action', label: b.what, note: b.shown, action: b.action }));
  const elements =
    architecture && text !== ''
      ? elementsLike(text, architecture).map(([id, name]): Suggestion => ({
          is: 'element',
          label: name,
          note: 'go to',
          id,
          cannot: false,
        }))
      : [];
  return [...elements.slice(0, 4), ...actions].slice(0, MOST + 3);
}
