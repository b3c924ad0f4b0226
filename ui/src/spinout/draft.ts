import { parseNumber, parseQuantity, type Parsed } from '../format/quantity';
import type {
  Architecture,
  DataStrategy,
  Migration,
  Process,
  Queue,
  SpinOut,
} from '../generated/protocol';

/** What is written in the dialog, as text until it is read. */
export interface Draft {
  optionName: string;
  name: string;
  team: string;
  boundary: string;
  replicas: string;
  cores: string;
  threads: string;
  instance: string;
  scales: boolean;
  min: string;
  max: string;
  target: string;
  startUp: string;
  maxReceives: string;
  redelivery: string;
  concurrency: string;
  stores: Record<string, { strategy: DataStrategy; migration: Migration | '' }>;
  rightSize: boolean;
  parentReplicas: string;
}

export const STRATEGIES: [DataStrategy, string, string][] = [
  ['shared', 'shared', 'Both sides keep using the same tables; neither can change them alone.'],
  ['own_schema', 'own schema', 'The same server, a schema that only the unit writes.'],
  ['own_store', 'own store', 'A store of its own.'],
  ['replica', 'replica', 'Reads go to a copy of its own; writes to the old store.'],
  ['call_parent', 'call the parent', 'The unit asks its old process, which keeps the data.'],
];

export const MIGRATIONS: [Migration | '', string][] = [
  ['', 'none'],
  ['backfill', 'backfill'],
  ['dual_write', 'dual write'],
  ['outbox', 'outbox'],
  ['cdc', 'change capture'],
];

/** Does a strategy move data, and so need a way to get them there? */
export function moves(strategy: DataStrategy): boolean {
  return strategy !== 'shared' && strategy !== 'call_parent';
}

export function draftFor(components: string[], architecture: Architecture): Draft {
  const first = architecture.elements[components[0]!];
  const parent = architecture.elements[first?.in ?? ''];
  const name = first?.name ?? components[0] ?? '';
  return {
    optionName: `${name} spinout`,
    name: `${name} worker`,
    team: parent?.team ?? '',
    boundary: '',
    replicas: '1',
    cores: '2',
    threads: '4',
    instance: '',
    scales: true,
    min: '1',
    max: '6',
    target: '4',
    startUp: '30 s',
    maxReceives: '5',
    redelivery: '',
    concurrency: '1',
    stores: {},
    rightSize: false,
    parentReplicas: String(parent?.process?.replicas ?? 1),
  };
}

type Problems = Partial<Record<keyof Draft, string>>;

/** The change that a draft stands for; or what is wrong with it, by field. */
export function spinOutOf(
  draft: Draft,
  components: string[],
  parentProcess: Process | null | undefined,
): { spinOut: SpinOut } | { problems: Problems } {
  const problems: Problems = {};
  function read<T>(field: keyof Draft, result: Parsed<T>): T | undefined {
    if (result.ok) return result.value;
    problems[field] = result.error;
    return undefined;
  }
  const number = (field: keyof Draft, min: number, whole = true) =>
    read(field, parseNumber(draft[field] as string, { min, whole }));
  const process: Process = {
    ...(draft.instance.trim() ? { instance: draft.instance.trim() } : {}),
    replicas: draft.scales ? number('min', 1) : number('replicas', 1),
    cores: number('cores', 0.01, false),
    threads: number('threads', 1),
  };
  if (draft.scales) {
    const min = number('min', 1) ?? 1;
    process.autoscaler = {
      min,
      max: number('max', min) ?? min,
      target: { queue_length: number('target', 0.01, false) ?? 1 },
      start_up: read('startUp', parseQuantity(draft.startUp, 'time')),
    };
  }
  const queue: Queue = {};
  if (draft.redelivery.trim())
    queue.redelivery_delay = read('redelivery', parseQuantity(draft.redelivery, 'time'));
  if (!draft.name.trim()) problems.name = 'The new unit needs a name.';
  const spinOut: SpinOut = {
    components,
    pattern: 'event_driven_worker',
    name: draft.name.trim(),
    ...(draft.team ? { team: draft.team } : {}),
    ...(draft.boundary ? { in: draft.boundary } : {}),
    process,
    queue,
    max_receives: number('maxReceives', 1),
    concurrency: number('concurrency', 1),
    data: Object.fromEntries(
      Object.entries(draft.stores).map(([store, { strategy, migration }]) => [
        store,
        { strategy, ...(migration && moves(strategy) ? { migration } : {}) },
      ]),
    ),
  };
  if (draft.rightSize) {
    spinOut.parent_process = { ...(parentProcess ?? {}), replicas: number('parentReplicas', 1) };
  }
  return Object.keys(problems).length > 0 ? { problems } : { spinOut };
}
