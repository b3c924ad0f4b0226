import { parseNumber } from '../format/quantity';
import { described } from '../inspector/form/described';
import type { FieldSpec } from '../inspector/spec';
import { parsed } from '../inspector/value';
import type {
  Architecture,
  DataStrategy,
  Description,
  ListedPrice,
  Migration,
  Process,
  Queue,
  SpinOut,
} from '../generated/protocol';

/** The size of a process that the dialog asks for, as text. */
export const SIZE = ['replicas', 'cores', 'threads', 'instance'] as const;
export type Size = Record<(typeof SIZE)[number], string>;

/** What is written in the dialog, as text until it is read. */
export interface Draft {
  optionName: string;
  name: string;
  team: string;
  boundary: string;
  size: Size;
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
  parent: Size;
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

/** How long a new instance takes, as one figure: a distribution is for the inspector. */
export const START_UP: FieldSpec = {
  path: 'start_up',
  label: 'Start-up',
  type: 'quantity',
  dimension: 'time',
  fallback: '30 s',
  help: 'Until a new instance takes work.',
};

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
    size: { replicas: '1', cores: '2', threads: '4', instance: '' },
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
    parent: sizeOf(parent?.process),
  };
}

function sizeOf(process: Process | null | undefined): Size {
  const text = (key: keyof Size) => String(process?.[key] ?? '');
  return {
    replicas: text('replicas'),
    cores: text('cores'),
    threads: text('threads'),
    instance: text('instance'),
  };
}

/** What is wrong, by the name of the field; a field of the old process's size begins with `parent-`. */
export type Problems = Partial<Record<string, string>>;

/** The change that a draft stands for; or what is wrong with it, by field. Figures are read as the
 * inspector reads them. */
export function spinOutOf(
  draft: Draft,
  components: string[],
  parentProcess: Process | null | undefined,
  prices: readonly ListedPrice[] | null,
  description: Description,
): { spinOut: SpinOut } | { problems: Problems } {
  const problems: Problems = {};
  function read<T>(field: string, spec: FieldSpec, text: string): T | undefined {
    const result = parsed(spec, text, prices);
    if (result.ok) return (result.value as T | null) ?? undefined;
    problems[field] = result.error;
    return undefined;
  }
  function size(of: Size, prefix: string): Process {
    const sized = <T>(key: keyof Size) =>
      read<T>(`${prefix}${key}`, described(description, 'Process', key), of[key]);
    return {
      instance: sized<string>('instance'),
      replicas: sized<number>('replicas'),
      cores: sized<number>('cores'),
      threads: sized<number>('threads'),
    };
  }
  const process = size(draft.size, '');
  if (draft.scales) {
    delete problems['replicas'];
    const min = read<number>('min', described(description, 'Autoscaler', 'min'), draft.min) ?? 1;
    const most = { ...described(description, 'Autoscaler', 'max'), range: { min, whole: true } };
    const target = parseNumber(draft.target, { min: 0.01 });
    if (!target.ok) problems['target'] = target.error;
    process.replicas = min;
    process.autoscaler = {
      min,
      max: read<number>('max', most, draft.max) ?? min,
      target: { queue_length: target.ok ? target.value : 1 },
      start_up: read<string>('startUp', START_UP, draft.startUp),
    };
  }
  const queue: Queue = {
    redelivery_delay: read<string>(
      'redelivery',
      described(description, 'Queue', 'redelivery_delay'),
      draft.redelivery,
    ),
  };
  if (!draft.name.trim()) problems['name'] = 'The new unit needs a name.';
  const spinOut: SpinOut = {
    components,
    pattern: 'event_driven_worker',
    name: draft.name.trim(),
    ...(draft.team ? { team: draft.team } : {}),
    ...(draft.boundary ? { in: draft.boundary } : {}),
    process,
    queue,
    max_receives: read<number>(
      'maxReceives',
      described(description, 'SpinOut', 'max_receives'),
      draft.maxReceives,
    ),
    concurrency: read<number>(
      'concurrency',
      described(description, 'SpinOut', 'concurrency'),
      draft.concurrency,
    ),
    data: Object.fromEntries(
      Object.entries(draft.stores).map(([store, { strategy, migration }]) => [
        store,
        { strategy, ...(migration && moves(strategy) ? { migration } : {}) },
      ]),
    ),
  };
  if (draft.rightSize) {
    spinOut.parent_process = { ...(parentProcess ?? {}), ...size(draft.parent, 'parent-') };
  }
  return Object.keys(problems).length > 0 ? { problems } : { spinOut };
}
