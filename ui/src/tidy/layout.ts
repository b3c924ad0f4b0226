import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { dotOf, placesOf } from './dot';
import type { TidyGraph, TidyPlaces } from './graph';

let loaded: Promise<Graphviz> | null = null;

/** Lays a graph out: by layers from left to right, frames around what they hold (Graphviz, `dot`). */
export async function layOut(graph: TidyGraph): Promise<TidyPlaces> {
  loaded ??= Graphviz.load();
  const graphviz = await loaded;
  return placesOf(graphviz.layout(dotOf(graph), 'json', 'dot'), graph);
}
