import { toDrawing } from './camera';
import { elementsUnder } from './hit';
import { center, type Point } from './geometry';
import { outlet, type Grip } from './grips';
import type { Joined } from './events';
import { NOTHING, type Drag, type Overlay, type Stage } from './stage';

type Begun = Extract<Grip, { is: 'port' | 'end' }>;

/** A link is drawn from an element to another, or an end of one is taken elsewhere. */
export class LinkDrag implements Drag {
  overlay: Overlay = NOTHING;
  private over: string | null = null;
  private at: Point = { x: 0, y: 0 };
  private joined: Joined | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly begun: Begun,
  ) {}

  to(_start: Point, at: Point): void {
    const { stage, begun } = this;
    this.at = at;
    this.over = this.targetAt(at);
    const [from, to] =
      begun.is === 'port'
        ? [begun.id, this.over]
        : begun.end === 'to'
          ? [begun.link.from, this.over]
          : [this.over, begun.link.to];
    const mode = begun.is === 'end' ? begun.link.mode : null;
    this.joined =
      from !== null && to !== null && this.over !== null
        ? stage.events.joined(from, to, mode)
        : null;
    const fits = this.joined === null || this.joined.why === null;
    const end = toDrawing(stage.camera, at);
    this.overlay = {
      guides: [],
      target: this.over === null ? null : { id: this.over, fits },
      line: { from: this.origin(), to: end, fits },
    };
    stage.events.linking(
      this.joined ?? {
        mode,
        why: null,
        text: begun.is === 'port' ? 'Let go to make a new element here' : 'Let go over an element',
      },
    );
    stage.draw();
  }

  drop(): void {
    const { stage, begun, over, joined } = this;
    this.quiet();
    if (over !== null) {
      if (joined && joined.why === null) {
        if (begun.is === 'port') stage.events.link(begun.id, over);
        else stage.events.attach(begun.link.relationships, begun.end, over);
      } else if (joined) stage.events.refused(joined);
      return;
    }
    if (begun.is === 'end') return;
    const point = toDrawing(stage.camera, this.at);
    stage.events.linkToNew(begun.id, point, elementsUnder(stage.scene, point).at(-1) ?? null);
  }

  abandon(): void {
    this.quiet();
  }

  private quiet(): void {
    this.overlay = NOTHING;
    this.stage.events.linking(null);
    this.stage.draw();
  }

  /** The element that the link would end at; a boundary is the ground on which others stand. */
  private targetAt(at: Point): string | null {
    const { scene, camera } = this.stage;
    const id = elementsUnder(scene, toDrawing(camera, at)).at(-1) ?? null;
    return id !== null && scene.nodes.get(id)!.kind === 'boundary' ? null : id;
  }

  /** Where the line begins, in the drawing. */
  private origin(): Point {
    const { begun, stage } = this;
    const { scene, camera } = stage;
    if (begun.is === 'port') return outlet(scene.nodes.get(begun.id)!.box, begun.side, camera.zoom);
    const fixed = begun.end === 'to' ? begun.link.from : begun.link.to;
    return center(scene.nodes.get(fixed)!.box);
  }
}
