import { demandText } from '../../canvas/scene';
import { percent } from '../../format/figures';
import { spaced } from '../../format/quantity';
import type { Arm, Step } from '../../generated/protocol';

type Told = (relationship: string) => string;

const together = (branches: Step[][], told: Told) =>
  branches.map((steps) => stepsText(steps, told).join(', then ')).join(' | ');
const times = (n: number | undefined) => (n && n !== 1 ? `, ${n} of each` : '');

/** What an operation does, a line for each step. */
export function stepsText(steps: readonly Step[], told: Told): string[] {
  return steps.map((step) => stepText(step, told));
}

function chosen({ probability, when }: Arm): string {
  if (when && 'size_above' in when) return `above ${spaced(when.size_above)}`;
  if (when) return `up to ${spaced(when.size_up_to)}`;
  return probability === undefined ? 'else' : percent(probability);
}

function stepText(step: Step, told: Told): string {
  if ('compute' in step) return `computes ${demandText(step.compute)}`;
  if ('wait' in step) return `waits ${demandText(step.wait)}`;
  if ('compute_per_mib' in step) return `computes ${spaced(step.compute_per_mib)} for each MiB`;
  if ('wait_per_mib' in step) return `waits ${spaced(step.wait_per_mib)} for each MiB`;
  if ('follow' in step) return told(step.follow);
  if ('parallel' in step) {
    const { branches, times: n } = step.parallel;
    return `side by side${times(n)}: ${together(branches, told)}`;
  }
  if ('first_of' in step) {
    const { branches, after, times: n } = step.first_of;
    const wait = after ? `, each ${spaced(after)} after the one before` : '';
    return `the first of${times(n)}${wait}: ${together(branches, told)}`;
  }
  if ('quorum' in step) {
    const { need, branches, times: n } = step.quorum;
    return `${need} that succeed of${times(n)}: ${together(branches, told)}`;
  }
  if ('branch' in step) {
    const arms = step.branch.map(
      (arm) => `${chosen(arm)} ${stepsText(arm.steps, told).join(', then ') || 'nothing'}`,
    );
    const how = step.branch.some(({ when }) => when) ? 'by size' : 'by chance';
    return `${how}: ${arms.join(' | ')}`;
  }
  if ('repeat' in step) {
    const { times: n, steps } = step.repeat;
    return `${n} times: ${stepsText(steps, told).join(', then ')}`;
  }
  if ('lock' in step) {
    const { name, steps } = step.lock;
    return `under the lock ${name}: ${stepsText(steps, told).join(', then ')}`;
  }
  const { steps, otherwise } = step.try;
  const or = otherwise?.length ? stepsText(otherwise, told).join(', then ') : 'nothing';
  return `tries ${stepsText(steps, told).join(', then ')}; else ${or}`;
}

/** A step in a line of its own, without the sequences within it. */
export function rowText(step: Step, told: Told): string {
  if ('parallel' in step) return `Side by side${times(step.parallel.times)}`;
  if ('first_of' in step) return `The first of these that succeeds${times(step.first_of.times)}`;
  if ('quorum' in step)
    return `${step.quorum.need} of these must succeed${times(step.quorum.times)}`;
  if ('branch' in step)
    return step.branch.some(({ when }) => when) ? 'One by size' : 'One by chance';
  if ('repeat' in step) return `${step.repeat.times} times`;
  if ('lock' in step) return `Under the lock ${step.lock.name}`;
  if ('try' in step) return 'Try';
  const text = stepText(step, told);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the sequence `index` within a step is. */
export function laneText(step: Step, index: number): string {
  if ('branch' in step) return chosen(step.branch[index]!);
  if ('repeat' in step) return 'each time';
  if ('lock' in step) return 'while it is held';
  if ('try' in step) return index === 0 ? 'what is tried' : 'where that fails';
  return `branch ${index + 1}`;
}
