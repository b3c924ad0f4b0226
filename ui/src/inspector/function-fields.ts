import { whole, type FieldSpec } from './spec';

/** What a platform does for a function. */
export const FUNCTION: FieldSpec[] = [
  {
    path: 'function/memory',
    label: 'Memory',
    type: 'quantity',
    dimension: 'size',
    fallback: '128 MiB',
    help: 'Of an environment, for the bill.',
  },
  {
    path: 'function/concurrency',
    label: 'Concurrency',
    type: 'number',
    range: whole(1),
    fallback: '1000',
    help: 'The most environments at once; more requests are throttled.',
  },
  {
    path: 'function/provisioned',
    label: 'Provisioned',
    type: 'number',
    range: whole(0),
    fallback: '0',
    help: 'Environments that are always there.',
  },
  {
    path: 'function/cold_start',
    label: 'Cold start',
    type: 'quantity',
    dimension: 'time',
    fallback: '500 ms',
    help: 'Until a new environment runs its first request.',
  },
  {
    path: 'function/idle_expiry',
    label: 'Idle expiry',
    type: 'quantity',
    dimension: 'time',
    fallback: '10 min',
    help: 'Time without a request until an environment goes.',
  },
  {
    path: 'function/time_limit',
    label: 'Time limit',
    type: 'quantity',
    dimension: 'time',
    fallback: '15 min',
    help: 'After it a request is ended as failed, and its environment with it.',
  },
  { path: 'function/service', label: 'Billed as', type: 'item', fallback: 'not billed' },
];
