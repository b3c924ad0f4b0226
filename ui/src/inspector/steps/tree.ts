import type { Arm, Step } from '../../generated/protocol';

/** The way to a step: its place in the sequence, then keys and places of those within. */
export type StepPath = readonly (string | number)[];

/** A sequence within a step. */
export interface Lane {
  /** Its keys from the step on. */
  keys: StepPath;
  steps: Step[];
  /** The arm that it is, where steps are chosen. */
  arm?: Arm;
  /** It is done only where what stands before it fails. */
  otherwise?: boolean;
}

export const kindOf = (step: Step): string => Object.keys(step)[0]!;

/** The sequences within a step, in their order; none for one that holds no others. */
export function lanesOf(step: Step): Lane[] {
  if ('parallel' in step) return branches('parallel', step.parallel.branches);
  if ('first_of' in step) return branches('first_of', step.first_of.branches);
  if ('quorum' in step) return branches('quorum', step.quorum.branches);
  if ('branch' in step) {
    return step.branch.map((arm, i) => ({ keys: ['branch', i, 'steps'], steps: arm.steps, arm }));
  }
  if ('repeat' in step) return [{ keys: ['repeat', 'steps'], steps: step.repeat.steps }];
  if ('lock' in step) return [{ keys: ['lock', 'steps'], steps: step.lock.steps }];
  if ('try' in step) {
    const { steps, otherwise = [] } = step.try;
    return [
      { keys: ['try', 'steps'], steps },
      { keys: ['try', 'otherwise'], steps: otherwise, otherwise: true },
    ];
  }
  return [];
}

function branches(kind: string, all: Step[][]): Lane[] {
  return all.map((steps, i) => ({ keys: [kind, 'branches', i], steps }));
}

/** What stands at a path of a tree. */
function at(tree: unknown, path: StepPath): unknown {
  return path.reduce<unknown>((found, key) => (found as never)?.[key], tree);
}

export function stepAt(steps: readonly Step[], path: StepPath): Step | undefined {
  return at(steps, path) as Step | undefined;
}

/** The tree with something else at a path. */
function replaced<T>(tree: T, path: StepPath, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const copy = Array.isArray(tree) ? [...tree] : { ...(tree as object) };
  (copy as Record<string | number, unknown>)[key] = replaced(at(tree, [key]), rest, value);
  return copy as T;
}

export function withStep(steps: Step[], path: StepPath, step: Step): Step[] {
  return replaced(steps, path, step);
}

/** The sequence that a step stands in, and its place there. */
function split(path: StepPath): [StepPath, number] {
  return [path.slice(0, -1), path.at(-1) as number];
}

export function inserted(steps: Step[], path: StepPath, step: Step): Step[] {
  const [lane, index] = split(path);
  const sequence = (at(steps, lane) ?? []) as Step[];
  return replaced(steps, lane, [...sequence.slice(0, index), step, ...sequence.slice(index)]);
}

export function removed(steps: Step[], path: StepPath): Step[] {
  const [lane, index] = split(path);
  const sequence = at(steps, lane) as Step[];
  return replaced(
    steps,
    lane,
    sequence.filter((_, i) => i !== index),
  );
}

const within = (path: StepPath, outer: StepPath) => outer.every((key, i) => path[i] === key);

/** The step taken from one place to before another; nothing where that is within itself. */
export function moved(
  steps: Step[],
  from: StepPath,
  to: StepPath,
): { steps: Step[]; path: StepPath } | null {
  const step = stepAt(steps, from);
  if (!step || within(to, from)) return null;
  const [lane, index] = split(from);
  // What stood behind it in its sequence comes one place nearer.
  const place = to[lane.length];
  const path =
    within(to, lane) && typeof place === 'number' && place > index
      ? [...lane, place - 1, ...to.slice(lane.length + 1)]
      : to;
  return { steps: inserted(removed(steps, from), path, step), path };
}

export type Direction = 'up' | 'down' | 'out' | 'in';

/** Where a step goes by a key: earlier, later, out of what holds it, or into what stands before it. */
export function target(steps: Step[], path: StepPath, direction: Direction): StepPath | null {
  const [lane, index] = split(path);
  const sequence = at(steps, lane) as Step[];
  switch (direction) {
    case 'up':
      return index > 0 ? [...lane, index - 1] : null;
    case 'down':
      return index < sequence.length - 1 ? [...lane, index + 2] : null;
    case 'out': {
      const holder = holderOf(path);
      return holder && [...holder.slice(0, -1), (holder.at(-1) as number) + 1];
    }
    case 'in': {
      const before = sequence[index - 1];
      const inner =
        before &&
        lanesOf(before)
          .filter((inner) => !inner.otherwise)
          .at(-1);
      return inner ? [...lane, index - 1, ...inner.keys, inner.steps.length] : null;
    }
  }
}

/** The step that holds another. */
function holderOf(path: StepPath): StepPath | null {
  // Back over the place in the lane and the lane's own keys, to the place of what holds it.
  for (let end = path.length - 1; end > 0; end -= 1) {
    const outer = path.slice(0, end);
    const last = outer.at(-1);
    const next = path[end];
    if (typeof last === 'number' && KINDS_WITH_LANES.has(String(next))) return outer;
  }
  return null;
}

const KINDS_WITH_LANES = new Set([
  'parallel',
  'first_of',
  'quorum',
  'branch',
  'repeat',
  'lock',
  'try',
]);

/** One lane more in a step that may have any number. */
export function withLane(step: Step): Step {
  if ('parallel' in step)
    return { parallel: { ...step.parallel, branches: [...step.parallel.branches, []] } };
  if ('first_of' in step)
    return { first_of: { ...step.first_of, branches: [...step.first_of.branches, []] } };
  if ('quorum' in step)
    return { quorum: { ...step.quorum, branches: [...step.quorum.branches, []] } };
  if ('branch' in step) {
    // What is chosen where no other arm is stands last.
    const last = step.branch.at(-1);
    const rest = last && last.probability === undefined && !last.when ? [last] : [];
    const before = step.branch.slice(0, step.branch.length - rest.length);
    return { branch: [...before, { probability: 0.1, steps: [] }, ...rest] };
  }
  return step;
}

/** A step without one of its lanes. */
export function withoutLane(step: Step, index: number): Step {
  const left = <T>(all: T[]) => all.filter((_, i) => i !== index);
  if ('parallel' in step)
    return { parallel: { ...step.parallel, branches: left(step.parallel.branches) } };
  if ('first_of' in step)
    return { first_of: { ...step.first_of, branches: left(step.first_of.branches) } };
  if ('quorum' in step) return { quorum: { ...step.quorum, branches: left(step.quorum.branches) } };
  return 'branch' in step ? { branch: left(step.branch) } : step;
}

/** May it have more lanes, or fewer? */
export const hasLanes = (step: Step) =>
  'parallel' in step || 'first_of' in step || 'quorum' in step || 'branch' in step;

/** What to begin a step of a kind with; nothing where it must name what is not there. */
export function begun(
  kind: string,
  links: readonly string[],
  locks: readonly string[],
): Step | null {
  const work = { exponential: { mean: '10ms' } };
  switch (kind) {
    case 'compute':
      return { compute: work };
    case 'wait':
      return { wait: work };
    case 'compute_per_mib':
      return { compute_per_mib: '10ms' };
    case 'wait_per_mib':
      return { wait_per_mib: '10ms' };
    case 'follow':
      return links[0] === undefined ? null : { follow: links[0] };
    case 'parallel':
      return { parallel: { branches: [[], []] } };
    case 'first_of':
      return { first_of: { branches: [[], []], after: null } };
    case 'quorum':
      return { quorum: { need: 1, branches: [[], []] } };
    case 'branch':
      return { branch: [{ probability: 0.5, steps: [] }, { steps: [] }] };
    case 'repeat':
      return { repeat: { times: 2, steps: [] } };
    case 'try':
      return { try: { steps: [], otherwise: [] } };
    case 'lock':
      return locks[0] === undefined ? null : { lock: { name: locks[0], steps: [] } };
    default:
      return null;
  }
}
