import { describe, expect, it } from 'vitest';
import {
  fitted,
  MAX_ZOOM,
  MIN_ZOOM,
  panned,
  toDrawing,
  toScreen,
  visible,
  zoomedAt,
} from '../src/canvas/camera';

const camera = { x: 120, y: -40, zoom: 0.8 };
const viewport = { width: 900, height: 600 };

describe('camera', () => {
  it('goes from screen to drawing and back', () => {
    const point = { x: 333, y: 77 };
    const back = toScreen(camera, toDrawing(camera, point));
    expect(back.x).toBeCloseTo(point.x, 9);
    expect(back.y).toBeCloseTo(point.y, 9);
  });

  it('keeps what is under the pointer while zooming', () => {
    const at = { x: 250, y: 410 };
    const before = toDrawing(camera, at);
    for (const factor of [0.3, 1.1, 2.7, 100, 0.0001]) {
      const after = toDrawing(zoomedAt(camera, at, factor), at);
      expect(after.x).toBeCloseTo(before.x, 6);
      expect(after.y).toBeCloseTo(before.y, 6);
    }
  });

  it('does not zoom beyond its bounds', () => {
    expect(zoomedAt(camera, { x: 0, y: 0 }, 1e6).zoom).toBe(MAX_ZOOM);
    expect(zoomedAt(camera, { x: 0, y: 0 }, 1e-6).zoom).toBe(MIN_ZOOM);
  });

  it('pans by screen pixels at any zoom', () => {
    const point = { x: 10, y: 20 };
    const before = toScreen(camera, point);
    const after = toScreen(panned(camera, 40, -30), point);
    expect(after.x - before.x).toBeCloseTo(-40, 9);
    expect(after.y - before.y).toBeCloseTo(30, 9);
  });

  it('fits a box into the viewport, centred and with its margin', () => {
    const box = { x: -300, y: 90, width: 2400, height: 700 };
    const seen = visible(fitted(box, viewport, 40), viewport);
    expect(seen.x).toBeLessThan(box.x);
    expect(seen.x + seen.width).toBeGreaterThan(box.x + box.width);
    expect(seen.y).toBeLessThan(box.y);
    expect(seen.y + seen.height).toBeGreaterThan(box.y + box.height);
    expect(seen.x + seen.width / 2).toBeCloseTo(box.x + box.width / 2, 6);
    expect(seen.y + seen.height / 2).toBeCloseTo(box.y + box.height / 2, 6);
  });
});
