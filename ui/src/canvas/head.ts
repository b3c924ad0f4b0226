import type { Box } from './geometry';
import type { SceneNode } from './scene';

const HEIGHT = 46;
const BOUNDARY_HEIGHT = 26;
/** Room for the figures of a run, before the text about capacity. */
const FIGURES = 130;

/** Where a frame's name and capacity are written. */
export function headOf(node: SceneNode, measure: (text: string) => number): Box {
  const { x, y, width } = node.box;
  const [name, detail] = [measure(node.name) * 1.2, measure(node.detail) * 1.05];
  const boundary = node.kind === 'boundary';
  const text = boundary ? name + detail + 48 : Math.max(name + 60, detail + FIGURES);
  return { x, y, width: Math.min(width, text), height: boundary ? BOUNDARY_HEIGHT : HEIGHT };
}
