import type { ElementKind } from '../generated/protocol';
import { FUNCTION } from './function-fields';
import { whole, type FieldSpec } from './spec';

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
    case 'function':
      return FUNCTION;
    default:
      return [];
  }
}
