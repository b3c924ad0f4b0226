/** What stands at a path of keys; nothing where a key is missing. */
export function valueAt(tree: unknown, path: string): unknown {
  let at: unknown = tree;
  for (const key of path.split('/')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at ?? undefined;
}
