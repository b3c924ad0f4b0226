import type { Commands, Event, Problem } from '../generated/protocol';

/** The host around the window: it carries commands to the application and owns files and dialogs.
 * Everything else in the front end knows it by this interface only. */
export interface Backend {
  /** Carries out one command. Fails with a {@link Problem}. */
  call<K extends keyof Commands>(
    command: K,
    request: Commands[K]['request'],
  ): Promise<Commands[K]['response']>;
  /** Tells of progress and warnings until the returned function is called. */
  listen(handler: (event: Event) => void): () => void;
  /** Tells of files to open: from the command line, a second start or a drop on the window. The ones
   * that came before anybody listened are told at once. */
  onOpen(handler: (path: string) => void): () => void;
  /** Ends when what came before anybody listened has been told. */
  handedOver(): Promise<void>;
  /** Asked when the window is about to close; answers whether it may. */
  onClose(mayClose: () => Promise<boolean>): () => void;
  /** Lets a person choose a model file. */
  chooseModel(): Promise<string | null>;
  /** Lets a person choose where to save. */
  chooseTarget(suggested: string): Promise<string | null>;
  /** Lets a person choose a folder. */
  chooseFolder(): Promise<string | null>;
  /** Names the window. */
  setTitle(title: string): void;
  /** The first picture of a model has been painted. */
  firstDrawing(): void;
  /** How the window is painted; takes effect at the next start. */
  rendering(): Promise<Rendering>;
  setRendering(rendering: Rendering): Promise<void>;
  /** The version of the application. */
  version(): Promise<string>;
}

/** Painted with the graphics card, without it, or as the host finds best. */
export type Rendering = 'auto' | 'gpu' | 'cpu';

/** Any failure as a problem: what the back end said, or what went wrong on the way to it. */
export function asProblem(cause: unknown): Problem {
  if (typeof cause === 'object' && cause !== null && 'kind' in cause && 'why' in cause) {
    return cause as Problem;
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return {
    kind: 'internal',
    place: { file: null, line: null, column: null, path: null },
    why,
    fix: 'Save your work under another name and start again.',
  };
}

/** Where a problem lies, for a person: "shop.spinout.json:12:3 · elements/shop". */
export function placeOf(problem: Problem): string {
  const { file, line, column, path } = problem.place;
  const name = file?.split(/[\\/]/).at(-1);
  const position = line === null ? '' : `:${line}:${column ?? 1}`;
  const where = name
    ? `${name}${position}`
    : line === null
      ? ''
      : `line ${line}, column ${column ?? 1}`;
  return [where, path].filter(Boolean).join(' · ');
}
