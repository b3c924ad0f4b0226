import { whole, type FieldSpec } from './spec';

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
