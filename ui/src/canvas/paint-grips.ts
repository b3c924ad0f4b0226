import { EDGES, graspable, HANDLE, handleAt, outlet, PORT } from './grips';
import { grown, type Point } from './geometry';
import type { Picture } from './paint';
import { SIDES } from './ports';
import type { Overlay } from './stage';

const TAU = 2 * Math.PI;
/** Half the length of the strokes at the ends of a gap. */
const TICK = 4;

/** Paints what can be taken hold of, and what shows how a drag would end. */
export function paintGrips(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { held, overlay } = picture;
  // While something is dragged, only that counts.
  if (overlay) {
    paintOverlay(ctx, picture, overlay);
    return;
  }
  paintPorts(ctx, picture);
  paintHandles(ctx, picture);
  for (const { curve, link } of held.routes) {
    if (link.mark === 'gone') continue;
    for (const at of [curve[0]!, curve.at(-1)!]) dot(ctx, picture, at, PORT);
  }
}

function dot(ctx: CanvasRenderingContext2D, picture: Picture, at: Point, size: number): void {
  const { palette, camera } = picture;
  ctx.beginPath();
  ctx.arc(at.x, at.y, size / camera.zoom, 0, TAU);
  ctx.fillStyle = palette.canvas;
  ctx.fill();
  ctx.lineWidth = 1.5 / camera.zoom;
  ctx.strokeStyle = palette.accent;
  ctx.stroke();
}

function paintHandles(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { held, camera, palette } = picture;
  const { sized } = held;
  if (!sized || !graspable(sized.box, camera.zoom)) return;
  const half = HANDLE / camera.zoom;
  ctx.fillStyle = palette.canvas;
  ctx.strokeStyle = palette.accent;
  ctx.lineWidth = 1.25 / camera.zoom;
  for (const edge of EDGES) {
    const { x, y } = handleAt(sized.box, edge);
    ctx.beginPath();
    ctx.rect(x - half, y - half, 2 * half, 2 * half);
    ctx.fill();
    ctx.stroke();
  }
}

/** A small plus before the middle of each side. */
function paintPorts(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { held, camera, palette } = picture;
  const arm = 2.5 / camera.zoom;
  for (const { box } of held.linked) {
    if (!graspable(box, camera.zoom)) continue;
    for (const side of SIDES) {
      const at = outlet(box, side, camera.zoom);
      dot(ctx, picture, at, PORT);
      ctx.beginPath();
      ctx.moveTo(at.x - arm, at.y);
      ctx.lineTo(at.x + arm, at.y);
      ctx.moveTo(at.x, at.y - arm);
      ctx.lineTo(at.x, at.y + arm);
      ctx.strokeStyle = palette.accent;
      ctx.stroke();
    }
  }
}

function paintOverlay(ctx: CanvasRenderingContext2D, picture: Picture, overlay: Overlay): void {
  const { palette, camera, scene } = picture;
  const px = 1 / camera.zoom;
  const target = overlay.target && scene.nodes.get(overlay.target.id);
  if (target) {
    const { x, y, width, height } = grown(target.box, 4 * px);
    ctx.strokeStyle = overlay.target!.fits ? palette.accent : palette.bad;
    ctx.lineWidth = 2 * px;
    if (!overlay.target!.fits) ctx.setLineDash([6 * px, 4 * px]);
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, 8);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  if (overlay.line) {
    const { from, to, fits } = overlay.line;
    ctx.strokeStyle = fits ? palette.accent : palette.bad;
    ctx.lineWidth = 1.6 * px;
    ctx.setLineDash([6 * px, 4 * px]);
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.lineTo(to.x, to.y);
    ctx.stroke();
    ctx.setLineDash([]);
    dot(ctx, picture, to, PORT - 1);
  }
  ctx.strokeStyle = palette.guide;
  ctx.lineWidth = px;
  ctx.beginPath();
  for (const { is, from, to } of overlay.guides) {
    ctx.moveTo(from.x, from.y);
    ctx.lineTo(to.x, to.y);
    if (is === 'line') continue;
    const level = from.y === to.y;
    const [dx, dy] = level ? [0, TICK * px] : [TICK * px, 0];
    for (const end of [from, to]) {
      ctx.moveTo(end.x - dx, end.y - dy);
      ctx.lineTo(end.x + dx, end.y + dy);
    }
  }
  ctx.stroke();
}
