import { visible } from './camera';
import { intersects, type Box, type Point } from './geometry';
import type { Edge } from './grips';
import { grownFrames, leastOf, resized, type Least } from './resize';
import { snapEdge } from './snap';
import {
  gestureNamed,
  GRID,
  NOTHING,
  SNAP_REACH,
  type Drag,
  type Overlay,
  type Stage,
} from './stage';

/** An edge or a corner of an element is dragged; what the element holds stays where it is. */
export class ResizeDrag implements Drag {
  overlay: Overlay = NOTHING;
  private readonly before: Box;
  private readonly least: Least;
  private box: Box;

  constructor(
    private readonly stage: Stage,
    private readonly id: string,
    private readonly edge: Edge,
  ) {
    this.before = stage.scene.nodes.get(id)!.box;
    this.box = this.before;
    this.least = leastOf(stage.scene, id, (text) => stage.measure(text));
  }

  to(start: Point, at: Point, free: boolean): void {
    const { stage, before, edge } = this;
    const { zoom } = stage.camera;
    const wished = { x: (at.x - start.x) / zoom, y: (at.y - start.y) / zoom };
    const { by, guides } = free
      ? { by: { x: Math.round(wished.x), y: Math.round(wished.y) }, guides: [] }
      : snapEdge(before, edge, wished, this.neighbours(), SNAP_REACH / zoom, GRID);
    this.box = resized(before, edge, by.x, by.y, this.least);
    stage.show({ [this.id]: this.box });
    this.overlay = { ...NOTHING, guides };
    stage.draw();
  }

  drop(): void {
    const { stage, id, box } = this;
    this.overlay = NOTHING;
    const places = { [id]: box };
    const all = { ...places, ...grownFrames(stage.scene, places, { [id]: this.before }) };
    stage.show(all);
    stage.keep();
    stage.events.move(all, gestureNamed('resize'));
  }

  abandon(): void {
    this.overlay = NOTHING;
    this.stage.show(null);
  }

  private neighbours(): Box[] {
    const { scene, camera, viewport } = this.stage;
    const seen = visible(camera, viewport);
    const own = scene.nodes.get(this.id)!;
    return scene.order
      .filter((n) => n.id !== this.id && n.parent === own.parent && n.mark !== 'gone')
      .map((n) => n.box)
      .filter((box) => intersects(box, seen));
  }
}
