import { contains, intersects, type Box, type Point } from './geometry';

const CELL = 256;

/** Finds what lies at a point or in a box without looking at everything: a grid of cells. */
export class SpatialIndex {
  private readonly cells = new Map<string, Set<string>>();
  private readonly boxes = new Map<string, Box>();

  get size(): number {
    return this.boxes.size;
  }

  set(id: string, box: Box): void {
    this.delete(id);
    this.boxes.set(id, box);
    for (const key of keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.add(id);
      else this.cells.set(key, new Set([id]));
    }
  }

  delete(id: string): void {
    const box = this.boxes.get(id);
    if (!box) return;
    this.boxes.delete(id);
    for (const key of keys(box)) this.cells.get(key)?.delete(id);
  }

  /** Ids of the boxes that overlap `box`, in the order in which they were put in. */
  within(box: Box): string[] {
    const found = new Set<string>();
    for (const key of keys(box)) {
      for (const id of this.cells.get(key) ?? []) {
        if (!found.has(id) && intersects(this.boxes.get(id)!, box)) found.add(id);
      }
    }
    return [...found];
  }

  /** Ids of the boxes that hold `point`. */
  at(point: Point): string[] {
    const cell = this.cells.get(`${Math.floor(point.x / CELL)},${Math.floor(point.y / CELL)}`);
    return [...(cell ?? [])].filter((id) => contains(this.boxes.get(id)!, point));
  }
}

function* keys(box: Box): Generator<string> {
  const right = Math.floor((box.x + box.width) / CELL);
  const bottom = Math.floor((box.y + box.height) / CELL);
  for (let column = Math.floor(box.x / CELL); column <= right; column++) {
    for (let row = Math.floor(box.y / CELL); row <= bottom; row++) yield `${column},${row}`;
  }
}
