import { layOut } from './layout';
import type { TidyGraph, TidyPlaces } from './graph';

/** What the worker answers. */
export type TidyAnswer = { places: TidyPlaces } | { why: string };

addEventListener('message', (event: MessageEvent<TidyGraph>) => {
  layOut(event.data).then(
    (places) => postMessage({ places } satisfies TidyAnswer),
    (cause: unknown) => postMessage({ why: String(cause) } satisfies TidyAnswer),
  );
});
