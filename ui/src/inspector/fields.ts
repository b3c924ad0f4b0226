import type { Dimension, Range } from '../format/quantity';
import type { ElementKind } from '../generated/protocol';

/** A figure that can be edited in the inspector. */
export interface FieldSpec {
  /** Keys from the element or relationship on. */
  path: string;
  label: string;
  type: 'number' | 'quantity' | 'choice' | 'flag' | 'text' | 'item';
  dimension?: Dimension;
  range?: Range;
  /** What is counted or measured, behind the field. */
  unit?: string;
  /** What holds when nothing is written, as it would be shown. */
  fallback?: string;
  choices?: [string, string][];
  help?: string;
}

const whole = (min: number): Range => ({ min, whole: true });

export const PROCESS: FieldSpec[] = [
  {
    path: 'process/replicas',
    label: 'Replicas',
    type: 'number',
    range: whole(1),
    fallback: '1',
    help: 'Instances, or those at the start where an autoscaler steers.',
  },
  {
    path: 'process/cores',
    label: 'Cores',
    type: 'number',
    range: { min: 0.01 },
    unit: 'each',
    fallback: '1',
  },
  {
    path: 'process/threads',
    label: 'Threads',
    type: 'number',
    range: whole(1),
    unit: 'each',
    fallback: '200',
    help: 'Each is held over synchronous calls.',
  },
  {
    path: 'process/accept_queue',
    label: 'Accept queue',
    type: 'number',
    range: whole(0),
    fallback: '4096',
    help: 'Requests that may wait for a thread before more are refused.',
  },
  {
    path: 'process/in_flight',
    label: 'In flight',
    type: 'number',
    range: whole(1),
    unit: 'each',
    fallback: 'as many as threads',
    help: 'Requests that one instance works on at once.',
  },
  {
    path: 'process/balancing',
    label: 'Balancing',
    type: 'choice',
    fallback: 'as usual',
    choices: [
      ['round_robin', 'one after the other'],
      ['random', 'at random'],
      ['least_connections', 'fewest in hand'],
      ['two_choices', 'the better of two'],
    ],
    help: 'How requests are spread over the instances.',
  },
  {
    path: 'process/instance',
    label: 'Billed as',
    type: 'item',
    fallback: 'not billed',
    help: 'An item of the price catalogue, such as ec2/m6i.large.',
  },
];

export const AUTOSCALER: FieldSpec[] = [
  {
    path: 'process/autoscaler/min',
    label: 'Fewest',
    type: 'number',
    range: whole(0),
    unit: 'instances',
  },
  {
    path: 'process/autoscaler/max',
    label: 'Most',
    type: 'number',
    range: whole(1),
    unit: 'instances',
  },
  {
    path: 'process/autoscaler/start_up',
    label: 'Start-up',
    type: 'quantity',
    dimension: 'time',
    fallback: '30 s',
    help: 'Until a new instance takes work.',
  },
  {
    path: 'process/autoscaler/interval',
    label: 'Looks every',
    type: 'quantity',
    dimension: 'time',
    fallback: '15 s',
  },
  {
    path: 'process/autoscaler/scale_down_window',
    label: 'Scale-down window',
    type: 'quantity',
    dimension: 'time',
    fallback: '300 s',
  },
];

const STORE: FieldSpec[] = [
  {
    path: 'store/technology',
    label: 'Technology',
    type: 'choice',
    fallback: 'relational',
    choices: ['relational', 'document', 'object', 'cache', 'search', 'warehouse'].map((t) => [
      t,
      t,
    ]),
  },
  {
    path: 'store/connections',
    label: 'Connections',
    type: 'number',
    range: whole(1),
    fallback: 'unbounded',
    help: 'Accepted at once; further ones wait.',
  },
  {
    path: 'store/cores',
    label: 'Cores',
    type: 'number',
    range: { min: 0.01 },
    fallback: 'not limited',
    help: 'Leave empty for a managed store whose demand is only a time.',
  },
  {
    path: 'store/storage',
    label: 'Storage',
    type: 'quantity',
    dimension: 'size',
    fallback: 'none',
  },
  { path: 'store/instance', label: 'Billed as', type: 'item', fallback: 'not billed' },
];

export const QUEUE: FieldSpec[] = [
  {
    path: 'queue/redelivery_delay',
    label: 'Redelivery',
    type: 'quantity',
    dimension: 'time',
    fallback: 'at once',
    help: 'Until a failed message is delivered again.',
  },
  {
    path: 'queue/dead_letter/max_receives',
    label: 'Max receives',
    type: 'number',
    range: whole(1),
    fallback: 'for ever',
    help: 'Deliveries before a message becomes a dead letter.',
  },
  {
    path: 'queue/capacity',
    label: 'Capacity',
    type: 'number',
    range: whole(1),
    unit: 'messages',
    fallback: 'unbounded',
  },
  {
    path: 'queue/retention',
    label: 'Retention',
    type: 'quantity',
    dimension: 'time',
    fallback: 'for ever',
  },
  {
    path: 'queue/overflow',
    label: 'When full',
    type: 'choice',
    fallback: 'refuses',
    choices: [
      ['reject', 'refuses'],
      ['drop_head', 'drops the oldest'],
    ],
  },
  {
    path: 'queue/partitions',
    label: 'Partitions',
    type: 'number',
    range: whole(1),
    fallback: 'no order',
    help: 'Lanes that keep their order.',
  },
  {
    path: 'queue/rebalance',
    label: 'Rebalance',
    type: 'quantity',
    dimension: 'time',
    fallback: 'none',
    help: 'How long nothing is handed out after an instance came or went.',
  },
  {
    path: 'queue/delivery_delay',
    label: 'Delay',
    type: 'quantity',
    dimension: 'time',
    fallback: 'none',
    help: 'From a publication until a message can be delivered.',
  },
  {
    path: 'queue/visibility_timeout',
    label: 'Visibility',
    type: 'quantity',
    dimension: 'time',
    fallback: 'no time-out',
    help: 'What is not acknowledged within this time can be delivered again.',
  },
  {
    path: 'queue/redelivery_multiplier',
    label: 'Redelivery ×',
    type: 'number',
    range: { min: 1 },
    fallback: '1',
    help: 'Factor between one redelivery time and the next.',
  },
  {
    path: 'queue/redelivery_limit',
    label: 'Redelivery at most',
    type: 'quantity',
    dimension: 'time',
    fallback: 'no limit',
  },
  {
    path: 'queue/poison_rate',
    label: 'Poison',
    type: 'number',
    range: { min: 0, max: 1 },
    unit: 'of 1',
    fallback: '0',
    help: 'The share of its messages that fail whenever they are worked on.',
  },
  { path: 'queue/service', label: 'Billed as', type: 'item', fallback: 'not billed' },
];

/** The main figures of an element, by its kind. */
export function fieldsOf(kind: ElementKind): FieldSpec[] {
  switch (kind) {
    case 'monolith':
    case 'service':
    case 'gateway':
      return PROCESS;
    case 'store':
      return STORE;
    case 'queue':
      return QUEUE;
    default:
      return [];
  }
}

export const RELATIONSHIP: FieldSpec[] = [
  {
    path: 'per_request',
    label: 'Per request',
    type: 'number',
    range: { min: 0 },
    unit: 'times',
    fallback: '1',
    help: 'A fraction is a chance.',
  },
  {
    path: 'timeout',
    label: 'Time-out',
    type: 'quantity',
    dimension: 'time',
    fallback: 'none',
    help: 'The caller gives up; what it asked for goes on.',
  },
  { path: 'payload', label: 'Payload', type: 'quantity', dimension: 'size', fallback: 'none' },
  {
    path: 'network',
    label: 'Network',
    type: 'choice',
    fallback: 'derived',
    choices: [
      ['local', 'same machine, 0.05 ms'],
      ['zone', 'same zone, 0.5 ms'],
      ['region', 'another zone, 1 ms'],
      ['world', 'another region, 60 ms'],
      ['internet', 'internet, 40 ms'],
    ],
  },
];

export const CONCURRENCY: FieldSpec = {
  path: 'concurrency',
  label: 'Concurrency',
  type: 'number',
  range: whole(1),
  unit: 'messages',
  fallback: '1',
  help: 'Messages that one instance works on at once.',
};

/** What can be said of messages, at the publisher's side or the consumer's. */
export const DELIVERY: FieldSpec = {
  path: 'delivery',
  label: 'Guarantee',
  type: 'choice',
  fallback: 'at least once',
  choices: [
    ['at_most_once', 'at most once'],
    ['at_least_once', 'at least once'],
    ['exactly_once', 'its effect once'],
  ],
};

export const CONSUMER: FieldSpec[] = [
  CONCURRENCY,
  {
    path: 'prefetch',
    label: 'Prefetch',
    type: 'number',
    range: whole(1),
    unit: 'messages',
    fallback: 'as concurrency',
    help: 'Messages one instance has in hand at once.',
  },
  { path: 'group', label: 'Group', type: 'text', fallback: 'default' },
  DELIVERY,
];

export const BATCH: FieldSpec[] = [
  { path: 'batch/size', label: 'Batch', type: 'number', range: whole(1), unit: 'messages' },
  {
    path: 'batch/wait',
    label: 'Batch waits',
    type: 'quantity',
    dimension: 'time',
    fallback: 'not at all',
  },
];

const flag = (path: string, label: string, help: string): FieldSpec => ({
  path,
  label,
  type: 'flag',
  fallback: 'unknown',
  help,
});

/** What reviewers ask of a link. */
export const ANSWERS: FieldSpec[] = [
  flag('idempotent', 'Idempotent', 'Is a request that arrives twice as good as one?'),
  flag('trace_context', 'Traces cross', 'Does the trace context cross it?'),
  flag('auth_required', 'Needs proof', 'Must the caller prove who it is?'),
];

export const RETRY: FieldSpec[] = [
  { path: 'retry/attempts', label: 'Attempts', type: 'number', range: whole(2), unit: 'in all' },
  {
    path: 'retry/backoff',
    label: 'Back-off',
    type: 'quantity',
    dimension: 'time',
    fallback: 'at once',
  },
  {
    path: 'retry/multiplier',
    label: 'Multiplier',
    type: 'number',
    range: { min: 1 },
    fallback: '2',
  },
  {
    path: 'retry/jitter',
    label: 'Jitter',
    type: 'number',
    range: { min: 0, max: 1 },
    unit: 'of 1',
    fallback: '0',
  },
];

/** The figure of `fields` whose path ends in `key`. */
export function fieldOf(fields: readonly FieldSpec[], key: string): FieldSpec {
  return fields.find((spec) => spec.path.split('/').at(-1) === key)!;
}
