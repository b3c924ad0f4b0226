import type { View } from '../generated/protocol';

/** A text of a check in a person's words: what it names by its id in the file is named as it is on the
 * screen, and keys of the file are written as words. */
export function worded(text: string, view: View): string {
  return text
    .replace(/`([^`]+)`/g, (_, token: string) => `\`${named(token, view)}\``)
    .replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (key) => key.replaceAll('_', ' '));
}

function named(token: string, view: View): string {
  const { elements, journeys, relationships, teams } = view.architecture;
  const nameOf = (id: string) => elements[id]?.name ?? id;
  const path = token.split('/');
  const [first = '', second = ''] = path;
  if (path.length === 1) {
    if (elements[first]) return nameOf(first);
    if (journeys[first]) return journeys[first].name ?? first;
    if (view.scenarios[first]) return view.scenarios[first].scenario.name ?? first;
    const option = view.options.find((o) => o.id === first);
    if (option) return option.name;
    if (teams[first]) return teams[first].name ?? first;
    const link = relationships[first];
    if (link) {
      const [from, to] = [link.from, link.to].map((end) => nameOf(end.split('/', 1)[0]!));
      return `${from} ${link.mode} ${to}`;
    }
    // A key with its value, as the file has it: the key says what is meant.
    return token.replace(/: true$/, '');
  }
  if (elements[first] && path.length === 2) {
    const operation = elements[first].operations?.[second];
    if (operation) return `${nameOf(first)}: ${operation.name ?? second}`;
  }
  if (first === 'elements' && elements[second]) return named(second, view);
  return token;
}
