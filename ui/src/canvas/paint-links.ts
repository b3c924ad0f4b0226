import type { Mode } from '../generated/protocol';
import { intersects, type Box, type Point } from './geometry';
import { FAR, type Picture } from './paint';
import { LABEL_FONT, LABEL_HEIGHT } from './labels';
import type { Route } from './route';
import type { SceneLink } from './scene';

const WIDTH: Record<Mode, number> = {
  calls: 1.6,
  publishes: 1.6,
  consumes: 1.6,
  reads: 1,
  writes: 1,
};

/** More links than this are too many to be seen flowing, and too many to paint so often. */
export const FLOWING = 300;

/** Below this zoom an arrow's head is no more than a dot. */
const HEADLESS = 0.25;

/** Paints links with their arrow heads and labels; those of the selection are lit. */
export function paintLinks(ctx: CanvasRenderingContext2D, picture: Picture, view: Box): void {
  const { selected, hovered } = picture;
  for (const route of picture.routes) {
    if (!intersects(route.bounds, view)) continue;
    const { link } = route;
    const lit =
      isSelected(picture, link) ||
      selected.has(link.from) ||
      selected.has(link.to) ||
      hovered === link.from ||
      hovered === link.to;
    paintCurve(ctx, picture, route, lit);
    if (picture.flow !== null && link.mark !== 'gone') paintFlow(ctx, picture, route, picture.flow);
    paintLabel(ctx, picture, route, lit);
  }
}

function isSelected(picture: Picture, link: SceneLink): boolean {
  return link.relationships.some((id) => picture.links.has(id));
}

function paintCurve(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  route: Route,
  lit: boolean,
): void {
  const { link, curve } = route;
  const { palette, camera } = picture;
  const color = isSelected(picture, link)
    ? palette.accent
    : link.mark === 'new'
      ? palette.good
      : lit
        ? palette.linkLit
        : palette.link;
  const thin = Math.min(1, camera.zoom);
  const width = WIDTH[link.mode] * (lit ? 1.35 : 1);
  const asynchronous = link.mode === 'publishes' || link.mode === 'consumes';
  ctx.globalAlpha = link.mark === 'gone' ? 0.35 : 1;
  ctx.strokeStyle = color;
  ctx.lineWidth = width / Math.sqrt(thin);
  if ((asynchronous && lit) || link.mark === 'gone') ctx.setLineDash([6, 4]);
  trace(ctx, curve);
  ctx.stroke();
  ctx.setLineDash([]);
  if (camera.zoom < HEADLESS) {
    ctx.globalAlpha = 1;
    return;
  }
  // Messages flow from the queue to its consumer, although the consumer is the one that asks.
  if (link.mode === 'consumes') arrow(ctx, curve[1]!, curve[0]!, color, asynchronous);
  else arrow(ctx, curve.at(-2)!, curve.at(-1)!, color, asynchronous);
  ctx.globalAlpha = 1;
}

function trace(ctx: CanvasRenderingContext2D, curve: Route['curve']): void {
  ctx.beginPath();
  ctx.moveTo(curve[0]!.x, curve[0]!.y);
  for (let i = 1; i < curve.length; i += 3) {
    const [b, c, d] = [curve[i]!, curve[i + 1]!, curve[i + 2]!];
    ctx.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
  }
}

/** Drops that run along a link, the way that requests and messages go. */
function paintFlow(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  { curve, link }: Route,
  phase: number,
): void {
  ctx.strokeStyle = picture.palette.accent;
  ctx.lineWidth = 3 / Math.sqrt(Math.min(1, picture.camera.zoom));
  ctx.lineCap = 'round';
  ctx.setLineDash([0.1, 22]);
  ctx.lineDashOffset = link.mode === 'consumes' ? phase : -phase;
  trace(ctx, curve);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineDashOffset = 0;
  ctx.lineCap = 'butt';
}

/** A filled head for what is waited for, an open one for messages. */
function arrow(
  ctx: CanvasRenderingContext2D,
  from: Point,
  to: Point,
  color: string,
  open: boolean,
): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const size = 8;
  const wing = (turn: number): Point => ({
    x: to.x - size * Math.cos(angle + turn),
    y: to.y - size * Math.sin(angle + turn),
  });
  const [left, right] = [wing(0.42), wing(-0.42)];
  ctx.beginPath();
  ctx.moveTo(left.x, left.y);
  ctx.lineTo(to.x, to.y);
  ctx.lineTo(right.x, right.y);
  if (open) {
    ctx.stroke();
  } else {
    ctx.closePath();
    ctx.fillStyle = color;
    ctx.fill();
  }
}

function paintLabel(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  route: Route,
  lit: boolean,
): void {
  const { label, link } = route;
  if (!label || picture.camera.zoom < FAR) return;
  const { palette } = picture;
  ctx.font = LABEL_FONT;
  ctx.textBaseline = 'middle';
  ctx.fillStyle = palette.canvas;
  ctx.globalAlpha = 0.86;
  ctx.beginPath();
  ctx.roundRect(label.x, label.y, label.width, LABEL_HEIGHT, 3);
  ctx.fill();
  ctx.globalAlpha = link.mark === 'gone' ? 0.6 : 1;
  ctx.fillStyle = isSelected(picture, link)
    ? palette.accent
    : lit
      ? palette.linkLit
      : palette.muted;
  ctx.fillText(link.label, label.x + 4, label.y + LABEL_HEIGHT / 2 + 0.5);
  ctx.globalAlpha = 1;
}
