import { visible, type Camera } from './camera';
import { encloses, grown, type Box, type Point } from './geometry';
import type { Heat } from './heat';
import { heatColor, type Palette } from './palette';
import type { Scene } from './scene';

/** What a small picture of a whole drawing shows. */
export interface Overview {
  scene: Scene;
  camera: Camera;
  viewport: { width: number; height: number };
  palette: Palette;
  heat: ReadonlyMap<string, Heat>;
  selected: ReadonlySet<string>;
  /** Rises with everything but the camera. */
  version: number;
}

/** How a drawing is made small: small = (drawing − origin) × scale. */
export interface Reduction {
  x: number;
  y: number;
  scale: number;
}

const MARGIN = 6;

/** The reduction that shows all of `bounds` in the middle of a small picture. */
export function reduced(bounds: Box, size: { width: number; height: number }): Reduction {
  const scale = Math.min(
    (size.width - 2 * MARGIN) / Math.max(1, bounds.width),
    (size.height - 2 * MARGIN) / Math.max(1, bounds.height),
  );
  return {
    scale,
    x: bounds.x - (size.width / scale - bounds.width) / 2,
    y: bounds.y - (size.height / scale - bounds.height) / 2,
  };
}

export function fromSmall({ x, y, scale }: Reduction, at: Point): Point {
  return { x: at.x / scale + x, y: at.y / scale + y };
}

/** Is there something that is not in sight? */
export function hasMore({ scene, camera, viewport }: Overview): boolean {
  return scene.bounds !== null && !encloses(grown(visible(camera, viewport), 1), scene.bounds);
}

/** Paints the drawing itself; `ratio` is how many pixels of the picture one of the page has. */
export function paintSmall(
  ctx: CanvasRenderingContext2D,
  { scene, palette, heat, selected }: Overview,
  to: Reduction,
  size: { width: number; height: number },
  ratio: number,
): void {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = palette.canvas;
  ctx.fillRect(0, 0, size.width, size.height);
  for (const { id, box, holds, kind, mark } of scene.order) {
    if (mark === 'gone') continue;
    const [x, y] = [(box.x - to.x) * to.scale, (box.y - to.y) * to.scale];
    const [width, height] = [box.width * to.scale, box.height * to.scale];
    const lit = selected.has(id);
    if (holds) {
      ctx.fillStyle = kind === 'boundary' ? palette.boundary : palette.process;
      ctx.fillRect(x, y, width, height);
      ctx.strokeStyle = lit ? palette.accent : palette.line;
      ctx.strokeRect(x, y, width, height);
      continue;
    }
    const share = heat.get(id)?.share ?? null;
    const hot = share !== null && share >= 0.45;
    ctx.fillStyle = lit ? palette.accent : hot ? heatColor(palette, share) : palette.lineStrong;
    ctx.fillRect(x, y, Math.max(2, width), Math.max(2, height));
  }
}

/** Paints what part of the drawing is in sight. */
export function paintView(
  ctx: CanvasRenderingContext2D,
  { camera, viewport, palette }: Overview,
  to: Reduction,
  ratio: number,
): void {
  const seen = visible(camera, viewport);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.strokeStyle = palette.accent;
  ctx.lineWidth = 1.5;
  ctx.strokeRect(
    (seen.x - to.x) * to.scale,
    (seen.y - to.y) * to.scale,
    seen.width * to.scale,
    seen.height * to.scale,
  );
}
