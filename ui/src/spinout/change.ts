import { parseNumber } from '../format/quantity';
import { described } from '../inspector/form/described';
import type { FieldSpec } from '../inspector/spec';
import { parsed } from '../inspector/value';
import type {
  Description,
  Function as ServerlessFunction,
  ListedPrice,
  Process,
  Queue,
  ResourceQuota,
  SpinOut,
} from '../generated/protocol';
import {
  COLD_START,
  FUNCTION,
  moves,
  QUOTA,
  START_UP,
  type Draft,
  type Problems,
  type Size,
} from './draft';
import { patternOf } from './patterns';

/** Reads what is written, and notes what cannot be read. Figures are read as the inspector reads them. */
class Reader {
  readonly problems: Problems = {};

  constructor(
    private readonly prices: readonly ListedPrice[] | null,
    private readonly description: Description,
  ) {}

  value<T>(field: string, spec: FieldSpec, text: string): T | undefined {
    const result = parsed(spec, text, this.prices);
    if (result.ok) return (result.value as T | null) ?? undefined;
    this.problems[field] = result.error;
    return undefined;
  }

  word<T>(field: string, group: string, key: string, text: string): T | undefined {
    return this.value<T>(field, described(this.description, group, key), text);
  }

  size(of: Size, prefix: string): Process {
    const sized = <T>(key: keyof Size) => this.word<T>(`${prefix}${key}`, 'Process', key, of[key]);
    return {
      instance: sized<string>('instance'),
      replicas: sized<number>('replicas'),
      cores: sized<number>('cores'),
      threads: sized<number>('threads'),
    };
  }

  share(field: string, text: string, fallback: number, min: number): number {
    const read = parseNumber(text, { min });
    if (!read.ok) this.problems[field] = read.error;
    return read.ok ? read.value : fallback;
  }
}

/** The process of the unit, with what scales it. */
function processOf(read: Reader, draft: Draft, description: Description): Process {
  const process = read.size(draft.size, '');
  if (!draft.scales) return process;
  delete read.problems['replicas'];
  const min = read.word<number>('min', 'Autoscaler', 'min', draft.min) ?? 1;
  const most = { ...described(description, 'Autoscaler', 'max'), range: { min, whole: true } };
  const byMessages = draft.reachedBy === 'messages';
  process.replicas = min;
  process.autoscaler = {
    min,
    max: read.value<number>('max', most, draft.max) ?? min,
    target: byMessages
      ? { queue_length: read.share('target', draft.target, 1, 0.01) }
      : { cpu: read.share('cpu', draft.cpu, 0.6, 0.01) },
    start_up: read.value<string>('startUp', START_UP, draft.startUp),
  };
  return process;
}

function functionOf(read: Reader, draft: Draft): ServerlessFunction {
  const words = Object.fromEntries(
    FUNCTION.map((key) => {
      const text = draft.functionWords[key];
      const field = `function-${key}`;
      return [
        key,
        key === 'cold_start'
          ? read.value(field, COLD_START, text)
          : read.word(field, 'Function', key, text),
      ];
    }).filter(([, value]) => value !== undefined),
  );
  return words as ServerlessFunction;
}

function quotaOf(read: Reader, draft: Draft): ResourceQuota | undefined {
  const words = QUOTA.map((key) => [
    key,
    read.word(`quota-${key}`, 'ResourceQuota', key, draft.quota[key]),
  ]).filter(([, value]) => value !== undefined);
  return words.length > 0 ? (Object.fromEntries(words) as ResourceQuota) : undefined;
}

function queueOf(read: Reader, draft: Draft): Partial<SpinOut> {
  const queue: Queue = {
    redelivery_delay: read.word<string>(
      'redelivery',
      'Queue',
      'redelivery_delay',
      draft.redelivery,
    ),
  };
  return {
    queue,
    max_receives: read.word<number>('maxReceives', 'SpinOut', 'max_receives', draft.maxReceives),
    concurrency: read.word<number>('concurrency', 'SpinOut', 'concurrency', draft.concurrency),
  };
}

/** The change that a draft stands for; or what is wrong with it, by field. */
export function spinOutOf(
  draft: Draft,
  components: string[],
  parentProcess: Process | null | undefined,
  prices: readonly ListedPrice[] | null,
  description: Description,
): { spinOut: SpinOut } | { problems: Problems } {
  const read = new Reader(prices, description);
  const { pattern, reachedBy } = draft;
  const bounded = pattern === 'namespace' || pattern === 'account';
  const quota = bounded ? quotaOf(read, draft) : undefined;
  if (!draft.name.trim()) read.problems['name'] = 'The new unit needs a name.';
  const spinOut: SpinOut = {
    components,
    pattern,
    ...(reachedBy === patternOf(description, pattern).reached_by[0]
      ? {}
      : { reached_by: reachedBy }),
    name: draft.name.trim(),
    ...(draft.team ? { team: draft.team } : {}),
    ...(draft.boundary ? { in: draft.boundary } : {}),
    ...(pattern === 'function'
      ? { function: functionOf(read, draft) }
      : { process: processOf(read, draft, description) }),
    ...(pattern === 'api_facade' ? { gateway: read.size(draft.gateway, 'gateway-') } : {}),
    ...(quota ? { quota } : {}),
    ...(reachedBy === 'messages' ? queueOf(read, draft) : {}),
    data: Object.fromEntries(
      Object.entries(draft.stores).map(([store, { strategy, migration }]) => [
        store,
        { strategy, ...(migration && moves(strategy) ? { migration } : {}) },
      ]),
    ),
    ...(draft.sharedPipeline ? { unit: { pipeline: { shared: true } } } : {}),
  };
  if (draft.rightSize) {
    spinOut.parent_process = { ...(parentProcess ?? {}), ...read.size(draft.parent, 'parent-') };
  }
  return Object.keys(read.problems).length > 0 ? { problems: read.problems } : { spinOut };
}
