import { visible, type Camera } from './camera';
import { encloses, type Box } from './geometry';
import { FAR, paint, type Picture } from './paint';

/** How much more than is in sight is painted ahead, on each side, as a share of the viewport. */
const AHEAD = 0.25;
/** With fewer elements in sight, painting anew costs no more than moving what was painted. */
const FEW = 120;
/** How far what was painted is stretched before it is painted anew. */
const MOST_STRETCH = 1.6;
/** Milliseconds without a movement until what was moved is painted as it is. */
const REST_MS = 120;

/** What was painted ahead. */
interface Kept {
  camera: Camera;
  /** The part of the drawing that it shows. */
  area: Box;
  ratio: number;
}

/** Paints a canvas. While only the camera moves over many elements, what was painted is moved, and
 * painted anew once the camera rests: a pan or a zoom costs the same for any number of elements. */
export class Painter {
  private readonly context: CanvasRenderingContext2D | null;
  private readonly ahead: CanvasRenderingContext2D | null;
  private kept: Kept | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private rested = false;

  constructor(
    canvas: HTMLCanvasElement,
    /** Asks for the same to be shown again. */
    private readonly again: () => void,
  ) {
    this.context = canvas.getContext('2d', { alpha: false });
    this.ahead = document.createElement('canvas').getContext('2d', { alpha: false });
  }

  get text(): CanvasRenderingContext2D | null {
    return this.context;
  }

  destroy(): void {
    clearTimeout(this.rest);
  }

  /** Shows a picture; `changed` says that more than the camera is another. Gives whether it was
   * painted anew, and not moved. */
  show(picture: Picture, changed: boolean): boolean {
    clearTimeout(this.rest);
    if (!this.context) return true;
    const rested = this.rested;
    this.rested = false;
    if (changed || rested || this.few(picture)) {
      // What was painted ahead is still true of what is only at rest.
      if (changed) this.kept = null;
      paint(this.context, picture);
      return true;
    }
    if (!this.kept || !fits(this.kept, picture)) this.kept = this.paintAhead(picture);
    if (!this.kept) {
      paint(this.context, picture);
      return true;
    }
    this.move(this.context, this.kept, picture);
    this.rest = setTimeout(() => {
      this.rested = true;
      this.again();
    }, REST_MS);
    return false;
  }

  private few({ scene, camera, viewport }: Picture): boolean {
    return scene.order.length < FEW || scene.index.within(visible(camera, viewport)).length < FEW;
  }

  private paintAhead(picture: Picture): Kept | null {
    const { camera, ratio } = picture;
    const { width, height } = picture.viewport;
    if (!this.ahead) return null;
    const viewport = { width: width * (1 + 2 * AHEAD), height: height * (1 + 2 * AHEAD) };
    const from = {
      ...camera,
      x: camera.x - (width * AHEAD) / camera.zoom,
      y: camera.y - (height * AHEAD) / camera.zoom,
    };
    const { canvas } = this.ahead;
    const size = [Math.round(viewport.width * ratio), Math.round(viewport.height * ratio)] as const;
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    paint(this.ahead, { ...picture, camera: from, viewport });
    return { camera: from, area: visible(from, viewport), ratio };
  }

  private move(ctx: CanvasRenderingContext2D, { camera, ratio }: Kept, picture: Picture): void {
    const stretch = picture.camera.zoom / camera.zoom;
    const scale = picture.camera.zoom * ratio;
    const { canvas } = this.ahead!;
    // Whole pixels: between them every edge would blur.
    const x = Math.round((camera.x - picture.camera.x) * scale);
    const y = Math.round((camera.y - picture.camera.y) * scale);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = picture.palette.canvas;
    ctx.fillRect(0, 0, picture.viewport.width * ratio, picture.viewport.height * ratio);
    ctx.drawImage(canvas, x, y, canvas.width * stretch, canvas.height * stretch);
  }
}

/** Can what was painted be moved to where it shows all of a picture? */
function fits({ camera, area, ratio }: Kept, picture: Picture): boolean {
  const stretch = picture.camera.zoom / camera.zoom;
  if (ratio !== picture.ratio || stretch > MOST_STRETCH || stretch < 1 / MOST_STRETCH) return false;
  // Names are painted on one side of it and stand in the page on the other.
  if (camera.zoom < FAR !== picture.camera.zoom < FAR) return false;
  const { bounds } = picture.scene;
  const seen = bounds && common(visible(picture.camera, picture.viewport), bounds);
  return !seen || encloses(area, seen);
}

/** What two boxes have in common. */
function common(a: Box, b: Box): Box | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
