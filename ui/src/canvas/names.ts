import { lettering } from './lettering';
import type { SceneNode } from './scene';

/** How names are written into nodes of the page: near, and smaller, where they are written larger. */
const FONT = { near: '550 12.5px Inter, sans-serif', middle: '550 15.5px Inter, sans-serif' };
const ICON = { near: 20, middle: 0 };
const FRAME_ICON = 22;
const MARK = 20;
const PADDING = { store: 26, queue: 32, client: 34 } as Partial<Record<SceneNode['kind'], number>>;
const USUAL_PADDING = 26;
/** From this height on a node has room for two lines. */
export const TALL = 60;

/** The names of elements as far as their boxes have room for them. */
export class Names {
  private readonly known = new Map<string, string>();
  private readonly context = document.createElement('canvas').getContext('2d');

  /** What to write into a node; `middle` is the zoom at which names are larger. */
  of(node: SceneNode, middle: boolean): string {
    const size = middle ? 'middle' : 'near';
    const icon = node.holds ? FRAME_ICON : ICON[size];
    const padding = PADDING[node.kind] ?? USUAL_PADDING;
    const room = node.box.width - padding - icon - (node.mark ? MARK : 0);
    const lines = !node.holds && node.box.height >= TALL ? 2 : 1;
    const key = `${size} ${room} ${lines} ${node.name}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const name = lettering(node.name, room, lines, (text) => this.measure(FONT[size], text)).join(
      ' ',
    );
    // Before its typeface is there, a text has another width.
    if (document.fonts?.status === 'loaded') this.known.set(key, name);
    return name;
  }

  private measure(font: string, text: string): number {
    if (!this.context) return text.length * 7;
    this.context.font = font;
    return this.context.measureText(text).width;
  }
}
