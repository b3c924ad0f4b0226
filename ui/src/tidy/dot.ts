import { around, grown } from '../canvas/geometry';
import type { TidyGraph, TidyNode, TidyPlaces } from './graph';

/** Points to an inch: Graphviz measures nodes and gaps in inches. A pixel is taken for a point. */
const INCH = 72;
/** Room between boxes of a column, and between columns, where links and their labels run. */
const GAP = { rows: 40, columns: 96 };
/** Room around what a frame holds. */
const MARGIN = 20;
/** Clusters touch each other: frames are drawn so much within them. */
const APART = 12;
const GRID = 4;

/** The graph in the language of Graphviz: frames are clusters, names are numbers. */
export function dotOf({ nodes, edges }: TidyGraph): string {
  const index = new Map(nodes.map((n, i) => [n.id, i]));
  const inner = new Map<string | null, TidyNode[]>();
  for (const node of nodes) {
    const list = inner.get(node.parent);
    if (list) list.push(node);
    else inner.set(node.parent, [node]);
  }
  const lines: string[] = [];
  const write = (node: TidyNode) => {
    const i = index.get(node.id)!;
    if (!node.frame) {
      lines.push(`n${i} [width=${node.width / INCH}, height=${node.height / INCH}]`);
      return;
    }
    const head = `<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="${node.width}" HEIGHT="${node.head - MARGIN}"><TR><TD></TD></TR></TABLE>>`;
    lines.push(`subgraph cluster_${i} {`, `label=${head}`);
    // A link with the frame itself ends here.
    lines.push(`n${i} [style=invis, width=0.01, height=0.01]`);
    for (const child of inner.get(node.id) ?? []) write(child);
    lines.push('}');
  };
  for (const node of inner.get(null) ?? []) write(node);
  for (const [from, to] of edges) {
    lines.push(`n${index.get(from)!} -> n${index.get(to)!}`);
  }
  return `digraph {
graph [rankdir=LR, splines=false, nodesep=${GAP.rows / INCH}, ranksep=${GAP.columns / INCH}, margin=0]
node [shape=box, fixedsize=true, label=""]
subgraph { graph [margin=${MARGIN + APART}]
${lines.join('\n')}
} }`;
}

interface Drawn {
  objects?: { name: string; bb?: string; pos?: string }[];
}

/** The boxes of a drawing that Graphviz made of a graph. */
export function placesOf(json: string, { nodes }: TidyGraph): TidyPlaces {
  const { objects = [] } = JSON.parse(json) as Drawn;
  const places: TidyPlaces = {};
  const numbers = (text: string) => text.split(',').map(Number);
  for (const { name, bb, pos } of objects) {
    const node = nodes[Number(/\d+$/.exec(name)?.[0] ?? -1)];
    if (!node) continue;
    if (node.frame && name.startsWith('cluster_') && bb) {
      const [left, bottom, right, top] = numbers(bb) as [number, number, number, number];
      places[node.id] = grown(
        { x: left, y: -top, width: right - left, height: top - bottom },
        -APART,
      );
    } else if (!node.frame && pos) {
      const [x, y] = numbers(pos) as [number, number];
      const { width, height } = node;
      places[node.id] = { x: x - width / 2, y: -y - height / 2, width, height };
    }
  }
  const all = around(Object.values(places));
  const frames = new Set(nodes.filter((n) => n.frame).map((n) => n.id));
  const round = (at: number) => Math.round(at / GRID) * GRID;
  return Object.fromEntries(
    Object.entries(places).map(([id, { x, y, width, height }]) => {
      const at = { x: round(x - all!.x), y: round(y - all!.y) };
      const size = frames.has(id) ? [round(width), round(height)] : [width, height];
      return [id, { ...at, width: size[0]!, height: size[1]! }];
    }),
  );
}
