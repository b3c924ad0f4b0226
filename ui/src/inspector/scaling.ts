import type { ScalingMetric, ScalingRule } from '../generated/protocol';
import type { FieldSpec } from './spec';

type NameOf<T> = T extends object ? keyof T : T;
export type MetricName = NameOf<ScalingMetric>;
export type RuleName = NameOf<ScalingRule>;

const target = (more: Partial<FieldSpec>): FieldSpec => ({
  path: 'target',
  label: 'Target',
  type: 'number',
  range: { min: 0.01 },
  unit: 'an instance',
  ...more,
});

/** What an autoscaler can look at: in words, the figure it steers to, and what that is at first. */
export const METRICS: Record<MetricName, { label: string; spec: FieldSpec; usual: ScalingMetric }> =
  {
    cpu: {
      label: 'use of the cores',
      spec: target({ range: { min: 0.01, max: 1 }, unit: 'of 1' }),
      usual: { cpu: 0.6 },
    },
    queue_length: { label: 'messages waiting', spec: target({}), usual: { queue_length: 4 } },
    lag: { label: 'messages behind', spec: target({}), usual: { lag: 4 } },
    concurrency: { label: 'requests in it', spec: target({}), usual: { concurrency: 10 } },
    requests: {
      label: 'requests that arrive',
      spec: target({ type: 'quantity', dimension: 'rate' }),
      usual: { requests: '50/s' },
    },
  };

/** The rules an autoscaler can follow, with the figures it takes for what is left out. */
export const RULES: [RuleName, string][] = [
  ['hpa', 'Kubernetes HPA'],
  ['keda', 'KEDA'],
  ['target_tracking', 'AWS target tracking'],
  ['knative', 'Knative'],
  ['scheduled', 'by the clock only'],
];

export function ruleOf(rule: ScalingRule | undefined): RuleName {
  if (rule === undefined) return 'hpa';
  return typeof rule === 'string' ? rule : (Object.keys(rule)[0] as RuleName);
}

/** A rule with its published figures. */
export function usualRule(name: RuleName): ScalingRule {
  return name === 'hpa' || name === 'scheduled' ? name : ({ [name]: {} } as ScalingRule);
}
