import type { Box } from '../canvas/geometry';
import { withContents, type Scene } from '../canvas/scene';

/** A box to be put somewhere, with its size; a frame takes the size that what it holds needs. */
export interface TidyNode {
  id: string;
  parent: string | null;
  frame: boolean;
  /** Room for a frame's name and figures. */
  head: number;
  width: number;
  height: number;
}

/** What is to be tidied. It crosses over to a worker: plain data. */
export interface TidyGraph {
  nodes: TidyNode[];
  /** From whom work comes to who does it. */
  edges: [string, string][];
}

/** The least width of a frame, so that its name can be read. */
const FRAME_WIDTH = 160;
const HEAD = { boundary: 32, process: 56 };

/** Elements with all that they hold, and the links between them. */
export function tidyGraph(scene: Scene, roots: readonly string[]): TidyGraph {
  const ids = withContents(scene, roots);
  const nodes = scene.order.filter((n) => ids.has(n.id) && n.mark !== 'gone');
  const holding = new Set(nodes.map((n) => n.parent));
  const known = new Set(nodes.map((n) => n.id));
  const edges = new Map<string, [string, string]>();
  for (const { from, to, mode, mark } of scene.links) {
    if (mark === 'gone' || !known.has(from) || !known.has(to)) continue;
    // Messages come from the queue to who consumes them.
    const edge: [string, string] = mode === 'consumes' ? [to, from] : [from, to];
    edges.set(edge.join(' '), edge);
  }
  return {
    nodes: nodes.map(({ id, kind, parent, box }) => {
      const frame = holding.has(id);
      return {
        id,
        parent: parent !== null && known.has(parent) ? parent : null,
        frame,
        head: kind === 'boundary' ? HEAD.boundary : HEAD.process,
        width: frame ? FRAME_WIDTH : box.width,
        height: box.height,
      };
    }),
    edges: [...edges.values()],
  };
}

/** Where each box is to stand; the top left corner of all is at 0, 0. */
export type TidyPlaces = Record<string, Box>;
