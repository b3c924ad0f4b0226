import type { TidyGraph, TidyPlaces } from './graph';
import type { TidyAnswer } from './worker';

/** Drawings that take longer are given up. */
const LONGEST_MS = 30_000;

/** Lays a graph out beside the window, which stays at hand meanwhile. Throws where it cannot be done. */
export function layOutBeside(graph: TidyGraph): Promise<TidyPlaces> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const end = (then: () => void) => {
      clearTimeout(timer);
      worker.terminate();
      then();
    };
    const timer = setTimeout(
      () => end(() => reject(new Error('it takes too long: tidy a part of it'))),
      LONGEST_MS,
    );
    worker.onerror = (event) => end(() => reject(new Error(event.message || 'the worker failed')));
    worker.onmessage = ({ data }: MessageEvent<TidyAnswer>) =>
      end(() => ('places' in data ? resolve(data.places) : reject(new Error(data.why))));
    worker.postMessage(graph);
  });
}
