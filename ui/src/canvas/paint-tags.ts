import { lettering } from './lettering';
import { FAR, type Picture } from './paint';
import type { SceneNode } from './scene';

const STRIP = 5;
const CHIP = { height: 13, pad: 5, font: '600 9.5px Inter, sans-serif' };

/** Paints what a perspective says of an element: a strip of its colour, and the word, so that nobody has to
 * tell colours apart. */
export function paintTag(ctx: CanvasRenderingContext2D, picture: Picture, node: SceneNode): void {
  const tag = picture.tags.get(node.id);
  if (!tag) return;
  const { palette, camera } = picture;
  const { x, y, width, height } = node.box;
  const color = palette.tags[tag.color]!;
  ctx.globalAlpha = node.holds ? 0.07 : 0.18;
  ctx.fillStyle = color;
  ctx.fillRect(x + 1, y + 1, width - 2, height - 2);
  ctx.globalAlpha = 1;
  ctx.fillRect(x, y + 4, STRIP, height - 8);
  if (camera.zoom < FAR) return;
  ctx.font = CHIP.font;
  const room = Math.max(24, width - 16);
  const [text = ''] = lettering(tag.label, room, 1, (of) => ctx.measureText(of).width);
  const wide = ctx.measureText(text).width + 2 * CHIP.pad;
  const left = x + width - wide - 6;
  const top = y - CHIP.height / 2;
  ctx.beginPath();
  ctx.roundRect(left, top, wide, CHIP.height, 4);
  ctx.fill();
  ctx.fillStyle = palette.onTag;
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left + CHIP.pad, top + CHIP.height / 2 + 0.5);
}
