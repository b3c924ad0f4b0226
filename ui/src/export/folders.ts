import type { ExportFolders, ExportInto, Target, TargetFolder } from '../generated/protocol';

/** The kinds of repository, in order, with what goes there. */
export const TARGETS: readonly { target: Target; label: string }[] = [
  { target: 'parent', label: "the parent's repository" },
  { target: 'unit', label: "the unit's repository" },
  { target: 'infrastructure', label: 'infrastructure' },
  { target: 'monitoring', label: 'monitoring' },
];

/** Where things go: one folder for whatever has none of its own. */
export type Folders = { dir: string | null; own: Partial<Record<Target, string>> };

export const NOWHERE: Folders = { dir: null, own: {} };

/** The folders as they were kept. */
export function foldersOf(kept: ExportFolders): Folders {
  const own = Object.fromEntries(kept.targets.map(({ target, dir }) => [target, dir]));
  return { dir: kept.dir, own };
}

/** The folders as they are asked for. */
export function intoOf({ dir, own }: Folders): ExportInto {
  const targets = TARGETS.flatMap(({ target }): TargetFolder[] =>
    own[target] ? [{ target, dir: own[target] }] : [],
  );
  return { ...(dir ? { dir } : {}), ...(targets.length > 0 ? { targets } : {}) };
}

/** With another folder for a kind, or none. */
export function withOwn(folders: Folders, target: Target, dir: string | null): Folders {
  const own = { ...folders.own };
  if (dir) own[target] = dir;
  else delete own[target];
  return { ...folders, own };
}

export const isNamed = ({ dir, own }: Folders): boolean =>
  dir !== null || Object.keys(own).length > 0;
