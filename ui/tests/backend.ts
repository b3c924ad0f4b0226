import type { Backend } from '../src/backend/backend';
import type {
  Commands,
  Description,
  Event,
  PatchOperation,
  Problem,
  View,
} from '../src/generated/protocol';
import { architecture } from './architecture';
import described from './description.json';

/** What can be said in a model, as the application tells it. */
export const description = described as unknown as Description;

type Handlers = {
  [K in keyof Commands]?: (request: Commands[K]['request']) => Commands[K]['response'];
};

export function problem(why: string, more: Partial<Problem> = {}): Problem {
  const place = { file: null, line: null, column: null, path: null };
  return { kind: 'refused', place, why, fix: '', ...more };
}

/** A view of the small shop, in the baseline or in an option. */
export function viewOf(option = 'baseline', change: Partial<View> = {}): View {
  const scenario = { kind: 'steady' as const, load: { constant: '20/s' } };
  return {
    document: 1,
    revision: 1,
    name: 'Shop',
    description: null,
    file: { path: '/models/shop.spinout.json', dirty: false, normalises: false, unknown: [] },
    option,
    options: [
      { id: 'baseline', name: 'Baseline', description: null, on: null, changes: [] },
      { id: 'worker', name: 'Worker', description: null, on: 'baseline', changes: [] },
    ],
    chosen: 'baseline',
    scenarios: { steady: { scenario, digest: `digest-${option}` } },
    default_scenario: 'steady',
    architecture: architecture({ option }),
    basis: {},
    notes: {},
    presentation: {},
    evidence: {},
    findings: [],
    undo: null,
    redo: null,
    ...change,
  };
}

/** A back end in memory for tests: it remembers what it was asked, and answers as it is told. */
export class FakeBackend implements Backend {
  readonly asked: { command: string; request: Record<string, unknown> }[] = [];
  readonly handlers: Handlers;
  title = '';
  drawings = 0;
  chosenPath: string | null = '/models/shop.spinout.json';
  mayClose: (() => Promise<boolean>) | null = null;
  private readonly listeners: ((event: Event) => void)[] = [];
  private open: ((path: string) => void) | null = null;

  constructor(handlers: Handlers = {}) {
    this.handlers = {
      describe: () => description,
      templates: () => ({ templates: [] }),
      recent: () => ({ files: [] }),
      recoverable: () => ({ documents: [] }),
      settings: () => ({ used: true, dismissed: [], window: null }),
      keep_settings: () => ({}),
      removal: () => ({ also: [] }),
      open: () => ({ document: 1, view: viewOf() }),
      view: ({ option }) => viewOf(option ?? 'baseline'),
      history: () => ({ runs: [] }),
      close: () => ({}),
      prices: () => ({ prices: [{ item: 'ec2/m6i.large', price: '0.096USD/h' }] }),
      preview: ({ option, scenario }) => ({
        model: 'Shop',
        option: option ?? 'baseline',
        scenario: scenario ?? 'steady',
        method: 'preview',
        levels: [],
        notes: [],
      }),
      distribution: ({ distribution }) => ({
        distribution,
        family: 'exponential',
        picture: {
          mean: 0.01,
          p50: 0.007,
          p95: 0.03,
          p99: 0.046,
          to: 0.06,
          shares: [0.7, 0.2, 0.09],
        },
      }),
      blast: ({ option }) => ({
        option: option ?? 'baseline',
        blast_radius: { worst: null, failures: [], single_points_of_failure: [] },
        baseline: null,
      }),
      ...handlers,
    };
  }

  async call<K extends keyof Commands>(
    command: K,
    request: Commands[K]['request'],
  ): Promise<Commands[K]['response']> {
    this.asked.push({ command, request: request as Record<string, unknown> });
    const handler = this.handlers[command];
    if (!handler) throw problem(`no answer to ${command}`);
    return handler(request);
  }

  /** The requests of one command. */
  requests(command: keyof Commands): Record<string, unknown>[] {
    return this.asked.filter((a) => a.command === command).map((a) => a.request);
  }

  tell(event: Event): void {
    for (const listener of this.listeners) listener(event);
  }

  handOver(path: string): void {
    this.open?.(path);
  }

  listen(handler: (event: Event) => void): () => void {
    this.listeners.push(handler);
    return () => undefined;
  }

  onOpen(handler: (path: string) => void): () => void {
    this.open = handler;
    return () => undefined;
  }

  handedOver = async (): Promise<void> => undefined;

  onClose(mayClose: () => Promise<boolean>): () => void {
    this.mayClose = mayClose;
    return () => undefined;
  }

  chooseModel = async () => this.chosenPath;
  chooseTarget = async () => this.chosenPath;
  chooseFolder = async () => '/exports';
  setTitle(title: string): void {
    this.title = title;
  }
  firstDrawing(): void {
    this.drawings += 1;
  }
  rendering = async () => 'auto' as const;
  setRendering = async () => undefined;
  version = async () => '0.1.0';
}

/** The answer to a change that sets values of the view and moves on by one revision. */
export function applied(view: View, operations: PatchOperation[]): Commands['apply']['response'] {
  const revision = view.revision + 1;
  return {
    revision,
    option: view.option,
    title: 'A change',
    change: null,
    patch: [{ path: ['revision'], value: revision }, ...operations],
    view: null,
  };
}
