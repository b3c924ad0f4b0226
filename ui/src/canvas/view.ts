import type { Architecture } from '../generated/protocol';
import { fitted, MAX_ZOOM, toDrawing, visible, type Camera } from './camera';
import { put } from './drag';
import { around, center, encloses, spanning, type Box, type Point } from './geometry';
import { Flow } from './flow';
import type { Heat } from './heat';
import { KeySteps } from './key-steps';
import { measureIn } from './labels';
import type { Overview } from './minimap';
import { neighbour, type Direction } from './neighbour';
import { NodesInSight } from './nodes-in-sight';
import { FAR, type Picture } from './paint';
import { Painter } from './painter';
import type { Tag } from './perspective';
import { readPalette, type Palette } from './palette';
import { PointerInput } from './pointer';
import { Pointing } from './pointing';
import { routeLinks, type Route } from './route';
import { buildScene, withContents, type Bases, type Scene } from './scene';
import type { Stage } from './stage';
import type { CanvasEvents } from './events';
import { middleInSight, placeAt } from './sights';

/** The canvas: owns camera, gestures and painting; knows nothing of documents or runs beyond what is
 * set on it. */
export class CanvasView {
  private scene: Scene | null = null;
  private routes: Route[] = [];
  private heat: ReadonlyMap<string, Heat> = new Map();
  private tags: ReadonlyMap<string, Tag> = new Map();
  private selected: ReadonlySet<string> = new Set();
  private links: ReadonlySet<string> = new Set();
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  private palette: Palette = readPalette();
  private viewport = { width: 0, height: 0 };
  /** Where those stand that are dragged. */
  private stood: Record<string, Box> = {};
  private aside: readonly Box[] = [];
  /** What the scene was made of, to go back to. */
  private drawn: [Architecture, Architecture | null, Bases] | null = null;
  /** Has nobody moved the camera yet, so that it follows the size of the window? */
  private following = true;
  private frame = 0;
  /** Is more to be painted than another camera? */
  private stale = true;
  /** Rises with what is drawn. */
  private version = 0;
  readonly flow = new Flow(() => this.draw());
  /** Moves and sizes the selection by steps of the grid. */
  readonly steps = new KeySteps(() => this.stage());
  private readonly shown: NodesInSight;
  private readonly pointing: Pointing;
  readonly input: PointerInput;
  private readonly painter: Painter;
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
    this.painter = new Painter(picture, () => this.drawMoved());
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(host);
    const { signal } = this.stop;
    this.pointing = new Pointing(
      {
        stage: () => this.stage(),
        routes: () => this.routes,
        links: () => this.links,
        select: (elements) => {
          this.selected = elements;
          this.events.select(elements, []);
        },
        look: (camera) => this.look(camera),
        // Where things stand is the user's from here on, and so is what is seen of them.
        settle: () => (this.following = false),
        focus: (id) => this.shown.element(id)?.focus({ preventScroll: true }),
        draw: () => this.draw(),
      },
      events,
      leads,
    );
    this.input = new PointerInput(host, this.pointing, signal);
    host.addEventListener('dblclick', () => this.fitSelection(), { signal });
    nodes.addEventListener('focusin', (e) => this.focused(e), { signal });
    this.resize();
  }

  destroy(): void {
    this.stop.abort();
    this.flow.set(false);
    this.painter.destroy();
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  setScene(architecture: Architecture, base: Architecture | null, basis: Bases = {}): void {
    this.stood = {};
    this.drawn = [architecture, base, basis];
    this.scene = buildScene(architecture, base, basis);
    this.route();
    if (this.following) this.fit();
    this.redraw();
  }

  /** Shows things where they are: what was shown meanwhile did not come about. */
  goBack(): void {
    if (this.drawn) this.setScene(...this.drawn);
  }

  setHeat(heat: ReadonlyMap<string, Heat>): void {
    this.heat = heat;
    this.redraw();
  }

  setTags(tags: ReadonlyMap<string, Tag>): void {
    this.tags = tags;
    this.draw();
  }

  setSelection(selected: ReadonlySet<string>, links: readonly string[]): void {
    this.selected = selected;
    this.links = new Set(links);
    this.redraw();
  }

  setCamera(camera: Camera | null): void {
    if (!camera || camera === this.camera) return;
    this.following = false;
    this.camera = camera;
    this.drawMoved();
  }

  readTheme(): void {
    this.palette = readPalette();
    this.redraw();
  }

  fit(): void {
    const { bounds } = this.scene ?? {};
    const all = around([...(bounds ? [bounds] : []), ...this.aside]);
    if (!all || !this.leads || this.viewport.width === 0) return;
    this.look(fitted(all, this.viewport, 24));
    this.following = true;
  }

  fitSelection(): void {
    const boxes = [...this.selected].flatMap((id) => this.scene?.nodes.get(id)?.box ?? []);
    const box = around(boxes);
    if (box) this.look(fitted(box, this.viewport, 80));
    else this.fit();
  }

  zoom(factor: number): void {
    const { width, height } = this.viewport;
    this.pointing.zoomAt({ x: width / 2, y: height / 2 }, factor);
  }

  zoomTo(zoom: number): void {
    this.zoom(zoom / this.camera.zoom);
  }

  placeAt(page: Point): { point: Point; over: string | null } | null {
    return placeAt(this.host, this.scene, this.camera, page);
  }

  middleOf(relationships: readonly string[]): Point | null {
    return middleInSight(this.routes, this.camera, this.viewport, relationships);
  }

  sight(): Box {
    return visible(this.camera, this.viewport);
  }

  /** Brings a part of the drawing into sight, as large as there is room for. */
  see(box: Box): void {
    this.look(fitted(box, this.viewport, 0, MAX_ZOOM));
  }

  /** What a small picture of the whole shows; nothing while there is no drawing. */
  overview(): Overview | null {
    const { scene, camera, viewport, palette, heat, selected, version } = this;
    return scene && { scene, camera, viewport, palette, heat, selected, version };
  }

  centerAt(point: Point): void {
    const { zoom } = this.camera;
    const { width, height } = this.viewport;
    this.look({ zoom, x: point.x - width / 2 / zoom, y: point.y - height / 2 / zoom });
  }

  middle(): Point {
    return center(this.sight());
  }

  setAside(boxes: readonly Box[]): void {
    this.aside = boxes;
    if (this.following) this.fit();
  }

  pan(dx: number, dy: number): void {
    this.pointing.pan(dx, dy);
  }

  reveal(id: string): void {
    const box = this.scene?.nodes.get(id)?.box;
    if (!box || encloses(this.sight(), box)) return;
    this.centerAt(center(box));
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

  private focused(event: FocusEvent): void {
    const id = (event.target as HTMLElement).dataset['id'];
    this.host.scrollTo(0, 0);
    if (id && this.input.idle && !this.selected.has(id)) {
      this.events.select(new Set([id]), []);
      this.reveal(id);
    }
  }

  private stage(): Stage | null {
    const { scene, camera, viewport, selected, events } = this;
    return (
      scene && {
        scene,
        camera,
        viewport,
        selected,
        events,
        show: (places) => this.show(places),
        keep: () => this.keep(),
        measure: measureIn(this.painter.text),
        draw: () => this.draw(),
      }
    );
  }

  private show(places: Record<string, Box> | null): void {
    const { scene } = this;
    if (!scene) return;
    const moved = new Set([...Object.keys(this.stood), ...Object.keys(places ?? {})]);
    put(scene, this.stood);
    this.stood = {};
    for (const id of Object.keys(places ?? {})) {
      const node = scene.nodes.get(id);
      if (node) this.stood[id] = node.box;
    }
    put(scene, places ?? {});
    this.route(withContents(scene, moved));
    this.redraw();
  }

  private keep(): void {
    this.following = false;
    this.stood = {};
  }

  private look(camera: Camera): void {
    this.following = false;
    this.camera = camera;
    this.events.cameraMoved(camera);
    this.drawMoved();
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
    this.stale = true;
    this.paintNow();
  }

  private route(moved?: ReadonlySet<string>): void {
    if (!this.scene) return;
    this.routes = routeLinks(
      this.scene,
      measureIn(this.painter.text),
      moved && { routes: this.routes, moved },
    );
  }

  /** What is drawn has changed, not only how it is looked at. */
  private redraw(): void {
    this.version += 1;
    this.draw();
  }

  private draw(): void {
    this.stale = true;
    this.drawMoved();
  }

  private drawMoved(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paintNow();
    });
  }

  private paintNow(): void {
    const { scene, camera } = this;
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
      hovered: this.pointing.hovered,
      held: this.pointing.held(),
      overlay: this.pointing.overlay,
      tags: this.tags,
      flow: this.flow.phase,
      marquee: marquee && spanning(toDrawing(camera, marquee[0]), toDrawing(camera, marquee[1])),
    };
    const anew = this.painter.show(picture, this.stale);
    this.stale = false;
    // Far away nothing of them is seen: they follow once the camera rests.
    if (anew || camera.zoom >= FAR) this.shown.show(picture);
    else this.shown.look(picture);
    this.events.painted();
  }
}
