import { panned, toDrawing, zoomedAt, type Camera } from './camera';
import { LinkDrag } from './drag-link';
import { MoveDrag } from './drag-move';
import { ResizeDrag } from './drag-resize';
import type { CanvasEvents } from './events';
import { encloses, spanning, type Point } from './geometry';
import { clicked } from './gestures';
import { besides, gripAt, type Grip, type Held } from './grips';
import { elementAt, linkAt } from './hit';
import type { PointerTarget } from './pointer';
import type { Route } from './route';
import type { Drag, Overlay, Stage } from './stage';

/** What a pointer is over. */
export interface Ground {
  /** Nothing while there is no drawing. */
  stage(): Stage | null;
  routes(): Route[];
  /** Relationships whose links are selected. */
  links(): ReadonlySet<string>;
  select(elements: ReadonlySet<string>): void;
  look(camera: Camera): void;
  /** The camera is where a person wants it. */
  settle(): void;
  focus(id: string): void;
  draw(): void;
}

/** Carries out what the pointer does to a drawing. */
export class Pointing implements PointerTarget {
  hovered: string | null = null;
  private drag: Drag | null = null;

  constructor(
    private readonly ground: Ground,
    private readonly events: CanvasEvents,
    /** May things be changed here? */
    private readonly leads: boolean,
  ) {}

  /** What a drag shows; nothing while nothing is dragged. */
  get overlay(): Overlay | null {
    return this.drag?.overlay ?? null;
  }

  /** What shows its grips. */
  held(): Held {
    const stage = this.ground.stage();
    if (!stage || !this.leads) return { sized: null, linked: [], routes: [] };
    const { scene, selected } = stage;
    const [first] = selected;
    const one = selected.size === 1 ? scene.nodes.get(first!) : undefined;
    const sized = one && one.mark !== 'gone' ? one : null;
    const hovered = this.hovered === null ? undefined : scene.nodes.get(this.hovered);
    const links = this.ground.links();
    return {
      sized,
      linked: [...new Set([hovered, sized])]
        .filter((n) => n != null)
        .filter((n) => this.events.begins(n.id)),
      routes:
        links.size === 0
          ? []
          : this.ground.routes().filter((r) => r.link.relationships.some((id) => links.has(id))),
    };
  }

  hit(at: Point): Grip | null {
    const stage = this.ground.stage();
    if (!stage) return null;
    const grip = gripAt(this.held(), stage.camera, at);
    if (grip) return grip;
    const id = elementAt(stage.scene, stage.camera, at);
    return id === null ? null : { is: 'element', id };
  }

  pan(dx: number, dy: number): void {
    const stage = this.ground.stage();
    if (stage) this.ground.look(panned(stage.camera, dx, dy));
  }

  zoomAt(at: Point, factor: number): void {
    const stage = this.ground.stage();
    if (stage) this.ground.look(zoomedAt(stage.camera, at, factor));
  }

  click(grip: Grip, at: Point, additive: boolean): void {
    const stage = this.ground.stage();
    if (!stage || grip.is === 'end') return;
    const { id } = grip;
    const node = stage.scene.nodes.get(id);
    const link = node?.holds ? linkAt(this.ground.routes(), stage.camera, at) : null;
    if (link) {
      this.events.select(new Set(), link.link.relationships);
      return;
    }
    // Known here at once, so that the focus that follows does not select anew.
    this.ground.select(clicked(stage.selected, id, additive));
    this.ground.focus(id);
  }

  grab(grip: Grip, additive: boolean): void {
    const before = this.ground.stage();
    if (!before) return;
    if (grip.is === 'element' && !before.selected.has(grip.id)) {
      this.ground.select(clicked(before.selected, grip.id, additive));
    }
    if (!this.leads) {
      this.events.move({}, '');
      return;
    }
    this.ground.settle();
    const stage = this.ground.stage()!;
    if (grip.is === 'element') this.drag = new MoveDrag(stage);
    else if (grip.is === 'edge') this.drag = new ResizeDrag(stage, grip.id, grip.edge);
    else this.drag = new LinkDrag(stage, grip);
  }

  dragTo(start: Point, at: Point, free: boolean): void {
    this.drag?.to(start, at, free);
  }

  drop(): void {
    const { drag } = this;
    this.drag = null;
    drag?.drop();
  }

  sweep(start: Point, end: Point, additive: boolean): void {
    const stage = this.ground.stage();
    if (!stage) return;
    const { scene, camera, selected } = stage;
    const link =
      Math.hypot(end.x - start.x, end.y - start.y) < 4
        ? linkAt(this.ground.routes(), camera, end)
        : null;
    if (link) {
      this.events.select(new Set(), link.link.relationships);
      return;
    }
    const box = spanning(toDrawing(camera, start), toDrawing(camera, end));
    const swept = scene.index.within(box).filter((id) => {
      const node = scene.nodes.get(id)!;
      return node.mark !== 'gone' && (!node.holds || encloses(box, node.box));
    });
    this.events.select(new Set([...(additive ? selected : []), ...swept]), []);
  }

  hover(at: Point | null): void {
    const id = this.hoveredAt(at);
    if (id === this.hovered) return;
    this.hovered = id;
    this.ground.draw();
  }

  abandon(): void {
    this.drag?.abandon();
    this.drag = null;
    this.ground.draw();
  }

  redraw(): void {
    this.ground.draw();
  }

  /** An element stays under the pointer until that is past its ports. */
  private hoveredAt(at: Point | null): string | null {
    const stage = this.ground.stage();
    if (!stage || !at) return null;
    const { scene, camera } = stage;
    const id = elementAt(scene, camera, at);
    const before = this.hovered === null ? undefined : scene.nodes.get(this.hovered);
    if (!before || before.holds) return id;
    const ontoLeaf = id !== null && !scene.nodes.get(id)!.holds;
    return !ontoLeaf && besides(before, camera, at) ? before.id : id;
  }
}
