import type { ElementKind, KindDescription, Shape } from '../generated/protocol';
import type { Box } from './geometry';

/** The kinds, as the model describes them. */
const known = new Map<ElementKind, KindDescription>();

/** Takes over which kind is called what and has which outline. */
export function learn(kinds: readonly KindDescription[]): void {
  for (const each of kinds) known.set(each.kind, each);
}

export const shapeOf = (kind: ElementKind): Shape => known.get(kind)?.shape ?? 'block';
export const labelOf = (kind: ElementKind): string => known.get(kind)?.label ?? kind;

/** The outline by which a kind is told from another without its colour. */
export function outline(ctx: CanvasRenderingContext2D, kind: ElementKind, box: Box): void {
  const { x, y, width: w, height: h } = box;
  ctx.beginPath();
  switch (shapeOf(kind)) {
    case 'pill':
      ctx.roundRect(x, y, w, h, Math.min(h / 2, 24));
      return;
    case 'pipe':
      pipe(ctx, box);
      return;
    case 'cylinder':
      cylinder(ctx, box);
      return;
    case 'tabs':
      ctx.roundRect(x, y, w, h, 3);
      return;
    case 'cut':
      cut(ctx, box, 10);
      return;
    case 'hexagon':
      pointed(ctx, box, reachOf(box), reachOf(box));
      return;
    case 'arrow':
      pointed(ctx, box, 0, reachOf(box));
      return;
    case 'folded':
      folded(ctx, box, FOLD);
      return;
    case 'window':
      ctx.roundRect(x, y, w, h, 5);
      return;
    case 'slab':
      ctx.roundRect(x, y, w, h, 4);
      return;
    case 'block':
    case 'stack':
      ctx.roundRect(x, y, w, h, 8);
      return;
    case 'frame':
      ctx.roundRect(x, y, w, h, 12);
  }
}

/** The further strokes of a shape: a cylinder's lid, a pipe's mouth, a component's tabs. */
export function details(ctx: CanvasRenderingContext2D, kind: ElementKind, box: Box): void {
  const { x, y, width: w, height: h } = box;
  ctx.beginPath();
  switch (shapeOf(kind)) {
    case 'cylinder': {
      const lid = lidOf(box);
      ctx.ellipse(x + w / 2, y + lid, w / 2, lid, 0, 0, Math.PI);
      return;
    }
    case 'pipe': {
      const mouth = mouthOf(box);
      ctx.ellipse(x + w - mouth, y + h / 2, mouth, h / 2, 0, Math.PI / 2, (3 * Math.PI) / 2);
      return;
    }
    case 'tabs':
      ctx.rect(x - 4, y + 8, 8, 5);
      ctx.rect(x - 4, y + 17, 8, 5);
      return;
    case 'window':
      ctx.moveTo(x, y + 6);
      ctx.lineTo(x + w, y + 6);
      return;
    case 'slab':
      ctx.roundRect(x + 3, y + 3, w - 6, h - 6, 2);
      return;
    case 'folded':
      ctx.moveTo(x + w - FOLD, y);
      ctx.lineTo(x + w - FOLD, y + FOLD);
      ctx.lineTo(x + w, y + FOLD);
      return;
    case 'stack':
      ctx.moveTo(x + 8, y - 3);
      ctx.lineTo(x + w - 4, y - 3);
      ctx.quadraticCurveTo(x + w + 3, y - 3, x + w + 3, y + 4);
      ctx.lineTo(x + w + 3, y + h - 8);
      return;
    default:
      return;
  }
}

/** How far a folded corner reaches. */
const FOLD = 10;

/** How far the points of a side reach. */
const reachOf = (box: Box) => Math.min(12, box.height / 4);

function pointed(ctx: CanvasRenderingContext2D, box: Box, left: number, right: number): void {
  const { x, y, width: w, height: h } = box;
  ctx.moveTo(x + left, y);
  ctx.lineTo(x + w - right, y);
  ctx.lineTo(x + w, y + h / 2);
  ctx.lineTo(x + w - right, y + h);
  ctx.lineTo(x + left, y + h);
  if (left > 0) ctx.lineTo(x, y + h / 2);
  ctx.closePath();
}

function folded(ctx: CanvasRenderingContext2D, box: Box, by: number): void {
  const { x, y, width: w, height: h } = box;
  ctx.moveTo(x, y);
  ctx.lineTo(x + w - by, y);
  ctx.lineTo(x + w, y + by);
  ctx.lineTo(x + w, y + h);
  ctx.lineTo(x, y + h);
  ctx.closePath();
}

function lidOf(box: Box): number {
  return Math.min(7, box.height / 6);
}
function mouthOf(box: Box): number {
  return Math.min(8, box.width / 10);
}

function cylinder(ctx: CanvasRenderingContext2D, box: Box): void {
  const { x, y, width: w, height: h } = box;
  const lid = lidOf(box);
  ctx.moveTo(x, y + lid);
  ctx.ellipse(x + w / 2, y + lid, w / 2, lid, 0, Math.PI, 0);
  ctx.lineTo(x + w, y + h - lid);
  ctx.ellipse(x + w / 2, y + h - lid, w / 2, lid, 0, 0, Math.PI);
  ctx.closePath();
}

function pipe(ctx: CanvasRenderingContext2D, box: Box): void {
  const { x, y, width: w, height: h } = box;
  const mouth = mouthOf(box);
  ctx.moveTo(x + mouth, y);
  ctx.lineTo(x + w - mouth, y);
  ctx.ellipse(x + w - mouth, y + h / 2, mouth, h / 2, 0, -Math.PI / 2, Math.PI / 2);
  ctx.lineTo(x + mouth, y + h);
  ctx.ellipse(x + mouth, y + h / 2, mouth, h / 2, 0, Math.PI / 2, (3 * Math.PI) / 2);
  ctx.closePath();
}

function cut(ctx: CanvasRenderingContext2D, box: Box, by: number): void {
  const { x, y, width: w, height: h } = box;
  ctx.moveTo(x + by, y);
  ctx.lineTo(x + w - by, y);
  ctx.lineTo(x + w, y + by);
  ctx.lineTo(x + w, y + h - by);
  ctx.lineTo(x + w - by, y + h);
  ctx.lineTo(x + by, y + h);
  ctx.lineTo(x, y + h - by);
  ctx.lineTo(x, y + by);
  ctx.closePath();
}
