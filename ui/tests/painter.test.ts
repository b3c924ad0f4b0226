import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Architecture } from '../src/generated/protocol';
import type { Camera } from '../src/canvas/camera';
import { Painter } from '../src/canvas/painter';
import type { Picture } from '../src/canvas/paint';
import { readPalette } from '../src/canvas/palette';
import { buildScene } from '../src/canvas/scene';

/** What a context was told to do, as far as it matters here. */
class Recorder {
  strokes = 0;
  images: number[][] = [];
  canvas: HTMLCanvasElement;
  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }
  strokeRect = () => (this.strokes += 1);
  stroke = () => (this.strokes += 1);
  drawImage = (_: unknown, ...at: number[]) => this.images.push(at);
  measureText = () => ({ width: 10 });
}

/** Everything else that a context can do leaves no trace. */
function recording(canvas: HTMLCanvasElement): Recorder {
  const known = new Recorder(canvas);
  return new Proxy(known, {
    get: (of, key) => (key in of ? of[key as keyof Recorder] : () => undefined),
  });
}

const SIZE = { width: 100, height: 50 };
const COLUMNS = 20;

function picture(count: number, camera: Camera): Picture {
  const ids = Array.from({ length: count }, (_, i) => `e${i}`);
  const architecture = {
    elements: Object.fromEntries(ids.map((id) => [id, { kind: 'service' }])),
    relationships: {},
    marks: {},
    units: {},
    data: {},
    teams: {},
    layout: Object.fromEntries(
      ids.map((id, i) => [
        id,
        { x: 150 * (i % COLUMNS), y: 80 * Math.floor(i / COLUMNS), ...SIZE },
      ]),
    ),
  } as unknown as Architecture;
  return {
    scene: buildScene(architecture, null),
    routes: [],
    camera,
    viewport: { width: 800, height: 600 },
    ratio: 1,
    palette: readPalette(),
    heat: new Map(),
    selected: new Set(),
    links: new Set(),
    hovered: null,
    marquee: null,
    held: { sized: null, linked: [], routes: [] },
    overlay: null,
    tags: new Map(),
    flow: null,
  };
}

describe('painting while the camera moves', () => {
  let contexts: Recorder[] = [];
  const again = vi.fn();
  const strokes = () => contexts.reduce((sum, context) => sum + context.strokes, 0);

  beforeEach(() => {
    vi.useFakeTimers();
    contexts = [];
    again.mockClear();
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
      this: HTMLCanvasElement,
    ) {
      contexts.push(recording(this));
      return contexts.at(-1) as never;
    });
  });
  afterEach(() => vi.useRealTimers());

  const made = () => new Painter(document.createElement('canvas'), again);
  const far = { x: 0, y: 0, zoom: 0.25 };

  it('moves what was painted, by as much as the camera moved', () => {
    const painter = made();
    painter.show(picture(400, far), true);
    painter.show(picture(400, far), false);
    const before = strokes();
    const [first] = contexts[0]!.images;
    expect(painter.show(picture(400, { ...far, x: 40, y: -80 }), false)).toBe(false);
    expect(strokes()).toBe(before);
    const [x, y] = contexts[0]!.images.at(-1)!;
    expect([x! - first![0]!, y! - first![1]!]).toEqual([-10, 20]);
  });

  it('stretches it as the camera zooms', () => {
    const painter = made();
    painter.show(picture(400, far), true);
    painter.show(picture(400, far), false);
    painter.show(picture(400, { ...far, zoom: 0.3 }), false);
    const [from, to] = [contexts[0]!.images[0]!, contexts[0]!.images[1]!];
    expect(to[2]! / from[2]!).toBeCloseTo(0.3 / 0.25, 9);
  });

  it('paints it as it is once the camera rests', () => {
    const painter = made();
    painter.show(picture(400, far), true);
    painter.show(picture(400, { ...far, zoom: 0.3 }), false);
    expect(again).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(again).toHaveBeenCalledOnce();
    expect(painter.show(picture(400, { ...far, zoom: 0.3 }), false)).toBe(true);
    const before = strokes();
    // And goes on with what was painted ahead.
    expect(painter.show(picture(400, { ...far, zoom: 0.31 }), false)).toBe(false);
    expect(strokes()).toBe(before);
  });

  it('paints anew what changed, what comes into sight, and what zooms over to names in the page', () => {
    const painter = made();
    painter.show(picture(2000, far), true);
    painter.show(picture(2000, far), false);
    const paints = (camera: Camera, changed: boolean) => {
      const before = strokes();
      painter.show(picture(2000, camera), changed);
      return strokes() > before;
    };
    expect(paints(far, true)).toBe(true);
    expect(paints({ ...far, zoom: 0.3 }, false)).toBe(true);
    expect(paints({ ...far, zoom: 0.3, x: 500 }, false)).toBe(false);
    expect(paints({ ...far, zoom: 0.3, y: 3000 }, false)).toBe(true);
    expect(paints({ ...far, zoom: 0.52, y: 3000 }, false)).toBe(true);
  });

  it('paints a small drawing as it is in every frame', () => {
    const painter = made();
    expect(painter.show(picture(20, far), false)).toBe(true);
    expect(contexts[0]!.images).toEqual([]);
  });
});
