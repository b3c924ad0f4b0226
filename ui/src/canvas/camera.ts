import type { Box, Point } from './geometry';

/** What part of the drawing is seen: screen = (drawing − origin) × zoom. */
export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export const MIN_ZOOM = 0.05;
export const MAX_ZOOM = 4;

export function toScreen(camera: Camera, point: Point): Point {
  return { x: (point.x - camera.x) * camera.zoom, y: (point.y - camera.y) * camera.zoom };
}

export function toDrawing(camera: Camera, point: Point): Point {
  return { x: point.x / camera.zoom + camera.x, y: point.y / camera.zoom + camera.y };
}

/** Moves the view by screen pixels. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx / camera.zoom, y: camera.y + dy / camera.zoom };
}

/** Zooms by `factor` so that what lies under the screen point `at` stays there. */
export function zoomedAt(camera: Camera, at: Point, factor: number): Camera {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, camera.zoom * factor));
  const fixed = toDrawing(camera, at);
  return { x: fixed.x - at.x / zoom, y: fixed.y - at.y / zoom, zoom };
}

/** The camera that shows all of `box` in a viewport, centred, with `margin` screen pixels around. */
export function fitted(
  box: Box,
  viewport: { width: number; height: number },
  margin = 40,
  maxZoom = 1.25,
): Camera {
  const width = Math.max(1, viewport.width - 2 * margin);
  const height = Math.max(1, viewport.height - 2 * margin);
  const zoom = Math.min(
    maxZoom,
    Math.max(MIN_ZOOM, Math.min(width / Math.max(1, box.width), height / Math.max(1, box.height))),
  );
  return {
    x: box.x + box.width / 2 - viewport.width / 2 / zoom,
    y: box.y + box.height / 2 - viewport.height / 2 / zoom,
    zoom,
  };
}

/** The part of the drawing that a viewport shows. */
export function visible(camera: Camera, viewport: { width: number; height: number }): Box {
  return {
    x: camera.x,
    y: camera.y,
    width: viewport.width / camera.zoom,
    height: viewport.height / camera.zoom,
  };
}
