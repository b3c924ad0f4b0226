import { toDrawing, visible } from './camera';
import { elementsUnder } from './hit';
import { placesOf, pulledOut } from './drag';
import { around, grown, intersects, type Box, type Point } from './geometry';
import { grownFrames } from './resize';
import { rootsOf, withContents } from './scene';
import { snapMove } from './snap';
import {
  gestureNamed,
  GRID,
  NOTHING,
  SNAP_REACH,
  type Drag,
  type Overlay,
  type Stage,
} from './stage';

/** The selection is dragged, with all that it holds: into line with what stands beside it, into a frame, out
 * of one. */
export class MoveDrag implements Drag {
  overlay: Overlay = NOTHING;
  private readonly roots: string[];
  private readonly held: ReadonlySet<string>;
  private readonly before: Record<string, Box>;
  private readonly box: Box | null;
  private by: Point = { x: 0, y: 0 };
  /** Where it would stand from now on; nothing where it stays within what it is in. */
  private into: { holder: string | null } | null = null;

  constructor(private readonly stage: Stage) {
    const { scene, selected } = stage;
    this.roots = rootsOf(scene, selected);
    this.held = withContents(scene, selected);
    this.before = placesOf(scene, selected);
    this.box = around(this.roots.flatMap((id) => this.before[id] ?? []));
  }

  to(start: Point, at: Point, free: boolean): void {
    const { stage, box } = this;
    if (!box) return;
    const { zoom } = stage.camera;
    const wished = { x: (at.x - start.x) / zoom, y: (at.y - start.y) / zoom };
    const { by, guides } = free
      ? { by: { x: Math.round(wished.x), y: Math.round(wished.y) }, guides: [] }
      : snapMove(box, wished, this.neighbours(), SNAP_REACH / zoom, GRID);
    this.by = by;
    stage.show(this.places());
    this.into = this.holderAt(at);
    const target = this.into?.holder;
    this.overlay = { guides, target: target ? { id: target, fits: true } : null, line: null };
    stage.events.pulling(pulledOut(stage.scene, stage.selected).length);
    stage.events.nesting(this.into);
    stage.draw();
  }

  drop(): void {
    const { stage, by, into } = this;
    const out = pulledOut(stage.scene, stage.selected);
    this.quiet();
    if (out.length > 0) {
      stage.show(null);
      stage.events.draggedOut(out);
      return;
    }
    if (!into && by.x === 0 && by.y === 0) return;
    const places = this.places();
    // What comes into a frame gets room in it; what stays in one may stand as near to its edge as before.
    const frames = grownFrames(this.nested(), places, into ? {} : this.before);
    const all = { ...places, ...frames };
    stage.show(all);
    stage.keep();
    if (into) stage.events.nest(this.roots, into.holder, all);
    else if (Object.keys(all).length > 0) stage.events.move(all, gestureNamed('drag'));
  }

  abandon(): void {
    this.quiet();
    this.stage.show(null);
  }

  private quiet(): void {
    this.overlay = NOTHING;
    this.stage.events.pulling(0);
    this.stage.events.nesting(null);
  }

  private places(): Record<string, Box> {
    return Object.fromEntries(
      Object.entries(this.before).map(([id, box]) => [
        id,
        { ...box, x: box.x + this.by.x, y: box.y + this.by.y },
      ]),
    );
  }

  /** The scene with what is dragged in its new frame. */
  private nested(): Stage['scene'] {
    const { scene } = this.stage;
    if (this.into) {
      for (const id of this.roots) scene.nodes.get(id)!.parent = this.into.holder;
    }
    return scene;
  }

  /** What it can be brought into line with: what stands in the same frame, and what it is linked with. */
  private neighbours(): Box[] {
    const { scene, camera, viewport } = this.stage;
    const seen = visible(camera, viewport);
    const parents = new Set(this.roots.map((id) => scene.nodes.get(id)?.parent ?? null));
    const linked = new Set<string>();
    for (const { from, to } of scene.links) {
      if (this.held.has(from)) linked.add(to);
      if (this.held.has(to)) linked.add(from);
    }
    return scene.order
      .filter(
        (node) =>
          !this.held.has(node.id) &&
          node.mark !== 'gone' &&
          (parents.has(node.parent) || linked.has(node.id)) &&
          !this.roots.some((id) => scene.nodes.get(id)?.parent === node.id) &&
          intersects(grown(node.box, 1), seen),
      )
      .map((node) => node.box);
  }

  /** The frame under the pointer, where that is another than the one it stands in. */
  private holderAt(at: Point): { holder: string | null } | null {
    const { scene, camera, events } = this.stage;
    if (this.roots.length === 0) return null;
    const under = elementsUnder(scene, toDrawing(camera, at)).filter((id) => !this.held.has(id));
    const holder = events.holder(this.roots, under.at(-1) ?? null);
    if (holder === undefined) return null;
    return this.roots.every((id) => (scene.nodes.get(id)?.parent ?? null) === holder)
      ? null
      : { holder };
  }
}
