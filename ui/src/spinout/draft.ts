import type { FieldSpec } from '../inspector/spec';
import type {
  Architecture,
  DataStrategy,
  Description,
  Migration,
  Pattern,
  Process,
  ReachedBy,
} from '../generated/protocol';
import { patternOf } from './patterns';

/** The size of a process that the dialog asks for, as text. */
export const SIZE = ['replicas', 'cores', 'threads', 'instance'] as const;
export type Size = Record<(typeof SIZE)[number], string>;
/** What the dialog asks of a function. */
export const FUNCTION = [
  'concurrency',
  'memory',
  'time_limit',
  'cold_start',
  'provisioned',
  'service',
] as const;
/** What it asks of the quota of a namespace or an account. */
export const QUOTA = ['cores', 'memory', 'pods'] as const;

/** What is written in the dialog, as text until it is read. */
export interface Draft {
  pattern: Pattern;
  reachedBy: ReachedBy;
  optionName: string;
  name: string;
  team: string;
  boundary: string;
  size: Size;
  gateway: Size;
  functionWords: Record<(typeof FUNCTION)[number], string>;
  quota: Record<(typeof QUOTA)[number], string>;
  scales: boolean;
  min: string;
  max: string;
  target: string;
  cpu: string;
  startUp: string;
  maxReceives: string;
  redelivery: string;
  concurrency: string;
  /** What was chosen by hand; of the others the pattern decides. */
  stores: Record<string, { strategy: DataStrategy; migration: Migration | '' }>;
  rightSize: boolean;
  parent: Size;
  cutover: boolean;
  sharedPipeline: boolean;
}

export const STRATEGIES: [DataStrategy, string, string][] = [
  ['shared', 'shared', 'Both sides keep using the same tables; neither can change them alone.'],
  ['own_schema', 'own schema', 'The same server, a schema that only the unit writes.'],
  ['own_store', 'own store', 'A store of its own.'],
  [
    'replica',
    'replica',
    'Reads go to a copy of its own; writes to the old store. By change capture or an outbox a stream keeps the copy.',
  ],
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

/** The first start of a function, as one figure. */
export const COLD_START: FieldSpec = {
  path: 'cold_start',
  label: 'Cold start',
  type: 'quantity',
  dimension: 'time',
  fallback: '500 ms',
  help: 'Until a new environment runs its first request.',
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
    pattern: 'event_driven_worker',
    reachedBy: 'messages',
    optionName: `${name} spinout`,
    name: `${name} worker`,
    team: parent?.team ?? '',
    boundary: '',
    size: { replicas: '1', cores: '2', threads: '4', instance: '' },
    gateway: { replicas: '2', cores: '1', threads: '64', instance: '' },
    functionWords: {
      concurrency: '',
      memory: '',
      time_limit: '',
      cold_start: '',
      provisioned: '',
      service: '',
    },
    quota: { cores: '', memory: '', pods: '' },
    scales: true,
    min: '1',
    max: '6',
    target: '4',
    cpu: '0.6',
    startUp: '30 s',
    maxReceives: '5',
    redelivery: '',
    concurrency: '1',
    stores: {},
    rightSize: false,
    parent: sizeOf(parent?.process),
    cutover: true,
    sharedPipeline: false,
  };
}

/** Takes another pattern: the name follows it unless it was written by hand. */
export function choosePattern(draft: Draft, pattern: Pattern, description: Description): void {
  const [was, now] = [patternOf(description, draft.pattern), patternOf(description, pattern)];
  if (draft.name.endsWith(` ${was.unit}`)) {
    draft.name = draft.name.slice(0, -was.unit.length) + now.unit;
  }
  draft.pattern = pattern;
  draft.reachedBy = now.reached_by[0]!;
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

/** What is wrong, by the name of the field; a field of the old process's size begins with `parent-`, of the
 * gateway with `gateway-`, of the quota with `quota-`, of a function with `function-`. */
export type Problems = Partial<Record<string, string>>;
