import type { PatchOperation } from '../generated/protocol';

type Tree = Record<string, unknown> | unknown[];

/** A copy of `tree` with `operations` done. Only what lies on their paths is copied, so that the rest
 * stays the same object and need not be drawn again. */
export function patched<T extends object>(tree: T, operations: readonly PatchOperation[]): T {
  let result: unknown = tree;
  for (const { path, value } of operations) {
    result = at(result, path, 0, value === undefined ? null : { value });
  }
  return result as T;
}

function at(
  tree: unknown,
  path: readonly string[],
  depth: number,
  put: { value: unknown } | null,
): unknown {
  const key = path[depth];
  if (key === undefined) return put?.value;
  const copy: Tree = Array.isArray(tree)
    ? [...(tree as unknown[])]
    : { ...(tree as Record<string, unknown> | null | undefined) };
  const inner = (copy as Record<string, unknown>)[key];
  if (depth === path.length - 1 && put === null) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete copy[key];
    return copy;
  }
  (copy as Record<string, unknown>)[key] = at(inner, path, depth + 1, put);
  return copy;
}
