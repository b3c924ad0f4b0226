import type { ElementKind } from '../generated/protocol';
import type { Box } from './geometry';

/** The outline by which a kind is told from another without its colour. */
export function outline(ctx: CanvasRenderingContext2D, kind: ElementKind, box: Box): void {
  const { x, y, width: w, height: h } = box;
  ctx.beginPath();
  switch (kind) {
    case 'client':
      ctx.roundRect(x, y, w, h, Math.min(h / 2, 24));
      return;
    case 'queue':
      pipe(ctx, box);
      return;
    case 'store':
      cylinder(ctx, box);
      return;
    case 'component':
      ctx.roundRect(x, y, w, h, 3);
      return;
    case 'external':
      cut(ctx, box, 10);
      return;
    case 'monolith':
    case 'service':
    case 'gateway':
    case 'function':
    case 'job':
      ctx.roundRect(x, y, w, h, 8);
      return;
    case 'boundary':
      ctx.roundRect(x, y, w, h, 12);
  }
}

/** The further strokes of a shape: a cylinder's lid, a pipe's mouth, a component's tabs. */
export function details(ctx: CanvasRenderingContext2D, kind: ElementKind, box: Box): void {
  const { x, y, width: w, height: h } = box;
  ctx.beginPath();
  if (kind === 'store') {
    const lid = lidOf(box);
    ctx.ellipse(x + w / 2, y + lid, w / 2, lid, 0, 0, Math.PI);
  } else if (kind === 'queue') {
    const mouth = mouthOf(box);
    ctx.ellipse(x + w - mouth, y + h / 2, mouth, h / 2, 0, Math.PI / 2, (3 * Math.PI) / 2);
  } else if (kind === 'component') {
    ctx.rect(x - 4, y + 8, 8, 5);
    ctx.rect(x - 4, y + 17, 8, 5);
  }
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
