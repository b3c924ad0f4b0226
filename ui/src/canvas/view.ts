import type { Architecture } from '../generated/protocol';
import { fitted, panned, toDrawing, visible, zoomedAt, type Camera } from './camera';
import { around, encloses, spanning, type Point } from './geometry';
import { clicked } from './gestures';
import type { Heat } from './heat';
import { measureIn } from './labels';
import { neighbour, type Direction } from './neighbour';
import { NodesInSight } from './nodes-in-sight';
import { paint, type Picture } from './paint';
import { readPalette, type Palette } from './palette';
import { PointerInput, type PointerTarget } from './pointer';
import { routeLinks, type Route } from './route';
import { buildScene, withContents, type Scene } from './scene';
import type { CanvasEvents } from './events';
import { placesOf, pulledOut, shift } from './drag';
import { elementAt, linkAt } from './hit';

const GRID = 4;
const PAUSE_MS = 700;

/** The canvas: owns camera, gestures and painting; knows nothing of documents or runs beyond what is
 * set on it. */
export class CanvasView {
  private scene: Scene | null = null;
  private routes: Route[] = [];
  private heat: ReadonlyMap<string, Heat> = new Map();
  private selected: ReadonlySet<string> = new Set();
  private links: ReadonlySet<string> = new Set();
  private hovered: string | null = null;
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  private palette: Palette = readPalette();
  private viewport = { width: 0, height: 0 };
  private shifted: Point | null = null;
  /** Has nobody moved the camera yet, so that it follows the size of the window? */
  private following = true;
  private frame = 0;
  private steps = { count: 0, at: -Infinity };
  private readonly shown: NodesInSight;
  private readonly input: PointerInput;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly stop = new AbortController();
  private readonly resized: ResizeObserver;

  constructor(
    private readonly host: HTMLElement,
    private readonly picture: HTMLCanvasElement,
    nodes: HTMLElement,
    private readonly events: CanvasEvents,
    /** Does it choose what is seen, or does it follow the camera of another? */
    private readonly leads = true,
  ) {
    this.shown = new NodesInSight(nodes);
    this.context = picture.getContext('2d', { alpha: false });
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(host);
    const { signal } = this.stop;
    this.input = new PointerInput(host, this.target(), signal);
    host.addEventListener('dblclick', () => this.fitSelection(), { signal });
    nodes.addEventListener('focusin', (e) => this.focused(e), { signal });
    this.resize();
  }

  destroy(): void {
    this.stop.abort();
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  setScene(architecture: Architecture, base: Architecture | null): void {
    this.shifted = null;
    this.scene = buildScene(architecture, base);
    this.route();
    if (this.following) this.fit();
    this.draw();
  }

  setHeat(heat: ReadonlyMap<string, Heat>): void {
    this.heat = heat;
    this.draw();
  }

  setSelection(selected: ReadonlySet<string>, links: readonly string[]): void {
    this.selected = selected;
    this.links = new Set(links);
    this.draw();
  }

  /** Takes over a camera that another canvas moved. */
  setCamera(camera: Camera | null): void {
    if (!camera || camera === this.camera) return;
    this.following = false;
    this.camera = camera;
    this.draw();
  }

  readTheme(): void {
    this.palette = readPalette();
    this.draw();
  }

  fit(): void {
    const bounds = this.scene?.bounds;
    if (!bounds || !this.leads || this.viewport.width === 0) return;
    this.look(fitted(bounds, this.viewport, 24));
    this.following = true;
  }

  fitSelection(): void {
    const boxes = [...this.selected].flatMap((id) => this.scene?.nodes.get(id)?.box ?? []);
    const box = around(boxes);
    if (box) this.look(fitted(box, this.viewport, 80));
    else this.fit();
  }

  zoom(factor: number): void {
    this.look(
      zoomedAt(this.camera, { x: this.viewport.width / 2, y: this.viewport.height / 2 }, factor),
    );
  }

  zoomTo(zoom: number): void {
    this.zoom(zoom / this.camera.zoom);
  }

  /** Where a point of the page lies in the drawing, and the innermost element there; nothing outside. */
  placeAt(page: Point): { point: Point; over: string | null } | null {
    const { x, y, width, height } = this.host.getBoundingClientRect();
    const at = { x: page.x - x, y: page.y - y };
    if (!this.scene || at.x < 0 || at.y < 0 || at.x > width || at.y > height) return null;
    return {
      point: toDrawing(this.camera, at),
      over: elementAt(this.scene, this.camera, at),
    };
  }

  /** Brings an element into sight, if it is not. */
  reveal(id: string): void {
    const box = this.scene?.nodes.get(id)?.box;
    if (!box || encloses(visible(this.camera, this.viewport), box)) return;
    const { zoom } = this.camera;
    this.look({
      zoom,
      x: box.x + box.width / 2 - this.viewport.width / 2 / zoom,
      y: box.y + box.height / 2 - this.viewport.height / 2 / zoom,
    });
  }

  /** Moves the selection by steps of the grid; steps in quick succession are one gesture. */
  nudge(dx: number, dy: number): void {
    const now = performance.now();
    if (now - this.steps.at > PAUSE_MS) this.steps.count += 1;
    this.steps.at = now;
    this.commitMove({ x: dx * GRID, y: dy * GRID }, `keys-${this.steps.count}-${this.epoch}`);
  }

  /** Goes to the next element in a direction. */
  go(direction: Direction): void {
    if (!this.scene) return;
    const from = [...this.selected].at(-1) ?? null;
    const next = neighbour(this.scene, from, direction);
    if (!next) return;
    this.events.select(new Set([next.id]), []);
    this.reveal(next.id);
    requestAnimationFrame(() => this.shown.element(next.id)?.focus({ preventScroll: true }));
  }

  private readonly epoch = Math.floor(performance.timeOrigin);

  private focused(event: FocusEvent): void {
    const id = (event.target as HTMLElement).dataset['id'];
    this.host.scrollTo(0, 0);
    if (id && this.input.idle && !this.selected.has(id)) {
      this.events.select(new Set([id]), []);
      this.reveal(id);
    }
  }

  /** What the pointer does. */
  private target(): PointerTarget {
    return {
      hit: (at) => this.scene && elementAt(this.scene, this.camera, at),
      pan: (dx, dy) => this.look(panned(this.camera, dx, dy)),
      zoomAt: (at, factor) => this.look(zoomedAt(this.camera, at, factor)),
      click: (id, at, additive) => this.click(id, at, additive),
      grab: (id, additive) => this.grab(id, additive),
      dragTo: (dx, dy) => this.dragTo(dx, dy),
      drop: () => this.drop(),
      sweep: (from, to, additive) => this.sweep(from, to, additive),
      hover: (id) => this.hover(id),
      abandon: () => {
        this.offset(null);
        this.events.pulling(0);
      },
      redraw: () => this.draw(),
    };
  }

  private grab(id: string, additive: boolean): void {
    if (this.selected.has(id)) return;
    const selected = clicked(this.selected, id, additive);
    this.events.select(selected, []);
    this.selected = selected;
  }

  private click(id: string, at: Point, additive: boolean): void {
    const node = this.scene?.nodes.get(id);
    const link = node?.holds ? linkAt(this.routes, this.camera, at) : null;
    if (link) {
      this.events.select(new Set(), link.link.relationships);
      return;
    }
    // Known here at once, so that the focus that follows does not select anew.
    this.selected = clicked(this.selected, id, additive);
    this.events.select(this.selected, []);
    this.shown.element(id)?.focus({ preventScroll: true });
  }

  private sweep(start: Point, end: Point, additive: boolean): void {
    const link =
      Math.hypot(end.x - start.x, end.y - start.y) < 4
        ? linkAt(this.routes, this.camera, end)
        : null;
    if (link) {
      this.events.select(new Set(), link.link.relationships);
      return;
    }
    const box = spanning(toDrawing(this.camera, start), toDrawing(this.camera, end));
    const held = (this.scene?.index.within(box) ?? []).filter((id) => {
      const node = this.scene!.nodes.get(id)!;
      return node.mark !== 'gone' && (!node.holds || encloses(box, node.box));
    });
    this.events.select(new Set([...(additive ? this.selected : []), ...held]), []);
  }

  private dragTo(dx: number, dy: number): void {
    const snap = (n: number) => Math.round(n / this.camera.zoom / GRID) * GRID;
    this.offset({ x: snap(dx), y: snap(dy) });
    if (this.scene) this.events.pulling(pulledOut(this.scene, this.selected).length);
  }

  /** Shows the selection moved, before the back end knows. */
  private offset(by: Point | null): void {
    if (!this.scene) return;
    const before = this.shifted ?? { x: 0, y: 0 };
    const now = by ?? { x: 0, y: 0 };
    this.shifted = by;
    if (before.x === now.x && before.y === now.y) return;
    shift(this.scene, this.selected, { x: now.x - before.x, y: now.y - before.y });
    this.route(withContents(this.scene, this.selected));
    this.draw();
  }

  private drop(): void {
    const by = this.shifted;
    if (!by || !this.scene) return;
    const out = pulledOut(this.scene, this.selected);
    this.events.pulling(0);
    this.offset(null);
    if (out.length > 0) this.events.draggedOut(out);
    else this.commitMove(by, `drag-${++this.steps.count}-${this.epoch}`);
  }

  private commitMove(by: Point, gesture: string): void {
    if (!this.scene || (by.x === 0 && by.y === 0)) return;
    // Where things stand is the user's from here on, and so is what is seen of them.
    this.following = false;
    this.offset(by);
    this.shifted = null;
    this.draw();
    const places = placesOf(this.scene, this.selected);
    if (Object.keys(places).length > 0) this.events.move(places, gesture);
  }

  private hover(id: string | null): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.draw();
  }

  private look(camera: Camera): void {
    this.following = false;
    this.camera = camera;
    this.events.cameraMoved(camera);
    this.draw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === this.viewport.width && height === this.viewport.height) return;
    this.viewport = { width, height };
    const ratio = window.devicePixelRatio || 1;
    this.picture.width = Math.round(width * ratio);
    this.picture.height = Math.round(height * ratio);
    if (this.following) this.fit();
    // A canvas that changes its size is empty until it is painted again.
    this.paintNow();
  }

  private route(moved?: ReadonlySet<string>): void {
    if (!this.scene) return;
    this.routes = routeLinks(
      this.scene,
      measureIn(this.context),
      moved && { routes: this.routes, moved },
    );
  }

  private draw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paintNow();
    });
  }

  private paintNow(): void {
    const { scene, camera, context } = this;
    if (!scene || this.viewport.width === 0) return;
    const marquee = this.input.marquee;
    const picture: Picture = {
      scene,
      camera,
      routes: this.routes,
      viewport: this.viewport,
      ratio: this.picture.width / this.viewport.width,
      palette: this.palette,
      heat: this.heat,
      selected: this.selected,
      links: this.links,
      hovered: this.hovered,
      marquee: marquee && spanning(toDrawing(camera, marquee[0]), toDrawing(camera, marquee[1])),
    };
    if (context) paint(context, picture);
    this.shown.show(picture);
    this.events.painted();
  }
}
