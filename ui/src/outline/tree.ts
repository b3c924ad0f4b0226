import type { Architecture, ElementKind, Mark } from '../generated/protocol';

/** A row of the outline: an element, or under it a link that starts there. */
export interface Row {
  id: string;
  kind: ElementKind | 'relationship';
  name: string;
  depth: number;
  mark: Mark | null;
  /** Where a link leads. */
  target: string | null;
}

/** The elements by what holds them, each with the links that start at it. */
export function outlineOf(architecture: Architecture): Row[] {
  const { elements, relationships } = architecture;
  const nameOf = (id: string) => elements[id]?.name ?? id;
  const children = new Map<string | null, string[]>();
  for (const [id, element] of Object.entries(elements)) {
    const parent = element.in && elements[element.in] ? element.in : null;
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const links = new Map<string, string[]>();
  for (const [id, relationship] of Object.entries(relationships)) {
    const from = relationship.from.split('/', 1)[0]!;
    links.set(from, [...(links.get(from) ?? []), id]);
  }
  const rows: Row[] = [];
  const add = (id: string, depth: number) => {
    const element = elements[id]!;
    rows.push({
      id,
      kind: element.kind,
      name: nameOf(id),
      depth,
      mark: architecture.marks[id] ?? null,
      target: null,
    });
    for (const link of links.get(id) ?? []) {
      const { to, mode } = relationships[link]!;
      const target = to.split('/', 1)[0]!;
      rows.push({
        id: link,
        kind: 'relationship',
        name: mode,
        depth: depth + 1,
        mark: architecture.relationship_marks[link] ?? null,
        target: nameOf(target),
      });
    }
    const held = (children.get(id) ?? []).sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
    for (const child of held) add(child, depth + 1);
  };
  for (const id of (children.get(null) ?? []).sort((a, b) => nameOf(a).localeCompare(nameOf(b))))
    add(id, 0);
  return rows;
}
