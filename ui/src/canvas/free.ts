import { center, grown, intersects, type Box, type Point } from './geometry';

const STEP = 16;
const GAP = 16;

/** The free place within `room` nearest to `near` for something of a size; below all else where there is none,
 * so that nothing has to move. */
export function freePlace(
  size: { width: number; height: number },
  near: Point,
  room: Box,
  taken: readonly Box[],
): Box {
  let best: { box: Box; far: number } | null = null;
  for (let y = room.y; y <= room.y + room.height - size.height; y += STEP) {
    for (let x = room.x; x <= room.x + room.width - size.width; x += STEP) {
      const box = { x, y, ...size };
      const at = center(box);
      const far = Math.hypot(at.x - near.x, at.y - near.y);
      if (best && far >= best.far) continue;
      if (!taken.some((other) => intersects(grown(other, GAP - 1), box))) best = { box, far };
    }
  }
  if (best) return best.box;
  const lowest = Math.max(room.y, ...taken.map((other) => other.y + other.height + GAP));
  return { x: room.x, y: lowest, ...size };
}
