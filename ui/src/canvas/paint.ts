import { visible, type Camera } from './camera';
import { grown, intersects, type Box } from './geometry';
import type { Heat } from './heat';
import type { Held } from './grips';
import { lettering } from './lettering';
import { paintGrips } from './paint-grips';
import { paintLinks } from './paint-links';
import { paintTag } from './paint-tags';
import type { Tag } from './perspective';
import { heatColor, type Palette } from './palette';
import type { Route } from './route';
import type { Scene, SceneNode } from './scene';
import { details, outline, shapeOf } from './shapes';
import type { Overlay } from './stage';

/** Below this zoom names are painted, not written into nodes of the page. */
export const FAR = 0.5;
/** Below this zoom nodes write their names larger, and leave the rest out. */
export const MIDDLE = 0.78;
/** Names that are painted: their size and the least width for one, in pixels of the screen. */
const FAR_SIZE = 11;
const LEAST_ROOM = 40;
const LEADING = 1.15;
/** Below this height, in pixels of the screen, every element is a box. */
const PLAIN = 12;
/** From this use on, an element takes the colour of its heat. */
const SHOWN_FROM = 0.3;

export interface Picture {
  scene: Scene;
  routes: Route[];
  camera: Camera;
  viewport: { width: number; height: number };
  ratio: number;
  palette: Palette;
  heat: ReadonlyMap<string, Heat>;
  selected: ReadonlySet<string>;
  /** Relationships whose links are selected. */
  links: ReadonlySet<string>;
  hovered: string | null;
  marquee: Box | null;
  held: Held;
  overlay: Overlay | null;
  /** What a perspective says of elements. */
  tags: ReadonlyMap<string, Tag>;
  /** How far the load has flowed along the links; nothing while no run is going on. */
  flow: number | null;
  /** Is it too small a picture for names? */
  nameless?: boolean;
}

/** Paints the whole picture: frames, links, shapes, far names. */
export function paint(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { camera, ratio, palette, scene } = picture;
  const scale = camera.zoom * ratio;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = palette.canvas;
  ctx.fillRect(0, 0, picture.viewport.width * ratio, picture.viewport.height * ratio);
  ctx.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale);
  const view = grown(visible(camera, picture.viewport), 60);
  const seen = scene.order.filter((node) => intersects(node.box, view));
  for (const node of seen) {
    if (!node.holds) continue;
    paintFrame(ctx, picture, node);
    paintTag(ctx, picture, node);
  }
  paintGlow(ctx, picture);
  paintLinks(ctx, picture, view);
  for (const node of seen) {
    if (node.holds) continue;
    paintShape(ctx, picture, node);
    paintTag(ctx, picture, node);
  }
  if (camera.zoom < FAR && !picture.nameless) paintFarNames(ctx, picture, seen);
  paintGrips(ctx, picture);
  if (picture.marquee) paintMarquee(ctx, picture);
}

function hairline(picture: Picture, width = 1): number {
  return width / Math.min(1, picture.camera.zoom);
}

function strokeOf(picture: Picture, node: SceneNode): { color: string; width: number } {
  const { palette } = picture;
  if (picture.selected.has(node.id)) return { color: palette.accent, width: 2 };
  const heat = picture.heat.get(node.id);
  if (heat?.overloaded) return { color: palette.bad, width: 2 };
  if (heat && heat.share !== null && heat.share >= 0.7) {
    return { color: heatColor(palette, heat.share), width: 2 };
  }
  if (node.mark === 'new') return { color: palette.good, width: 1.5 };
  if (picture.hovered === node.id) return { color: palette.muted, width: 1 };
  return { color: palette.lineStrong, width: 1 };
}

function paintFrame(ctx: CanvasRenderingContext2D, picture: Picture, node: SceneNode): void {
  const { palette } = picture;
  const stroke = strokeOf(picture, node);
  outline(ctx, node.kind, node.box);
  ctx.fillStyle = node.kind === 'boundary' ? palette.boundary : palette.process;
  ctx.globalAlpha = node.mark === 'gone' ? 0.4 : 1;
  ctx.fill();
  ctx.lineWidth = hairline(picture, node.kind === 'boundary' ? 1 : Math.max(1.5, stroke.width));
  ctx.strokeStyle = node.kind === 'boundary' && stroke.width === 1 ? palette.line : stroke.color;
  if (node.mark === 'gone') ctx.setLineDash([4, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  if (node.kind !== 'boundary') paintGauge(ctx, picture, node);
}

/** From this use on, the busiest element glows. */
const GLOWS_FROM = 0.7;
/** Rings of light around it: width in pixels of the drawing, and how strong. */
const RINGS = [
  [18, 0.1],
  [11, 0.16],
  [6, 0.24],
] as const;

/** Light around the bottleneck; it breathes while a run is going on. */
function paintGlow(ctx: CanvasRenderingContext2D, picture: Picture): void {
  let hottest = GLOWS_FROM;
  let node: SceneNode | undefined;
  for (const [id, { share }] of picture.heat) {
    if (share === null || share < hottest || (node && share === hottest)) continue;
    const found = picture.scene.nodes.get(id);
    if (found) [hottest, node] = [share, found];
  }
  if (!node) return;
  const breath = picture.flow === null ? 1 : 0.75 + 0.35 * Math.sin(picture.flow / 24);
  ctx.strokeStyle = heatColor(picture.palette, hottest);
  outline(ctx, node.kind, node.box);
  for (const [width, strength] of RINGS) {
    ctx.globalAlpha = strength * breath;
    ctx.lineWidth = hairline(picture, width);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** An element that is too small for its outline to be told from a box. */
function paintPlain(ctx: CanvasRenderingContext2D, picture: Picture, node: SceneNode): void {
  const { palette } = picture;
  const { x, y, width, height } = node.box;
  const stroke = strokeOf(picture, node);
  const share = picture.heat.get(node.id)?.share ?? null;
  if (node.mark === 'gone') ctx.globalAlpha = 0.45;
  ctx.fillStyle = share !== null && share > SHOWN_FROM ? heatColor(palette, share) : palette.node;
  ctx.fillRect(x, y, width, height);
  ctx.strokeStyle = stroke.color;
  ctx.lineWidth = hairline(picture, stroke.width);
  ctx.strokeRect(x, y, width, height);
  ctx.globalAlpha = 1;
}

function paintShape(ctx: CanvasRenderingContext2D, picture: Picture, node: SceneNode): void {
  const { palette } = picture;
  if (node.box.height * picture.camera.zoom < PLAIN) return paintPlain(ctx, picture, node);
  const stroke = strokeOf(picture, node);
  const gone = node.mark === 'gone';
  ctx.globalAlpha = gone ? 0.45 : 1;
  outline(ctx, node.kind, node.box);
  const heat = picture.heat.get(node.id);
  ctx.fillStyle = palette.node;
  ctx.fill();
  if (heat?.share != null && heat.share > SHOWN_FROM) {
    ctx.globalAlpha = picture.camera.zoom < FAR ? 0.85 : 0.16;
    ctx.fillStyle = heatColor(palette, heat.share);
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.strokeStyle = stroke.color;
  ctx.lineWidth = hairline(picture, stroke.width);
  if (gone) ctx.setLineDash([4, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
  if (picture.camera.zoom >= FAR) {
    ctx.fillStyle = palette.node;
    details(ctx, node.kind, node.box);
    if (shapeOf(node.kind) === 'tabs') ctx.fill();
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  paintGauge(ctx, picture, node);
}

/** A bar of the scarcest resource's use, along the lower edge. */
function paintGauge(ctx: CanvasRenderingContext2D, picture: Picture, node: SceneNode): void {
  const heat = picture.heat.get(node.id);
  if (heat?.share == null || picture.camera.zoom < FAR) return;
  const { palette } = picture;
  const inset = node.kind === 'store' ? 12 : 10;
  const width = node.box.width - 2 * inset;
  const x = node.box.x + inset;
  const y = node.holds
    ? node.box.y + 42
    : node.box.y + node.box.height - (node.kind === 'store' ? 12 : 9);
  ctx.fillStyle = palette.line;
  ctx.fillRect(x, y, width, 3);
  ctx.fillStyle = heat.overloaded ? palette.bad : heatColor(palette, heat.share);
  ctx.fillRect(x, y, width * Math.min(1, heat.share), 3);
}

function paintFarNames(ctx: CanvasRenderingContext2D, picture: Picture, seen: SceneNode[]): void {
  const { camera, palette } = picture;
  const size = FAR_SIZE / camera.zoom;
  ctx.font = `500 ${size}px Inter, sans-serif`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = palette.text;
  const measure = (text: string) => ctx.measureText(text).width;
  const inset = 5 / camera.zoom;
  const line = size * LEADING;
  for (const { box, name, holds } of seen) {
    if (box.width * camera.zoom < LEAST_ROOM) continue;
    const most = holds ? 1 : Math.max(1, Math.floor(box.height / line));
    const lines = lettering(name, box.width - 2 * inset, most, measure);
    const top = holds ? box.y + inset / 2 : box.y + (box.height - lines.length * line) / 2;
    lines.forEach((text, i) => ctx.fillText(text, box.x + inset, top + i * line));
  }
}

function paintMarquee(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { x, y, width, height } = picture.marquee!;
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = picture.palette.accent;
  ctx.fillRect(x, y, width, height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = picture.palette.accent;
  ctx.lineWidth = 1 / picture.camera.zoom;
  ctx.strokeRect(x, y, width, height);
}
