import type { Architecture } from '../generated/protocol';
import type { Run } from '../generated/protocol';
import { fitted, panned, toDrawing, visible, zoomedAt, type Camera } from './camera';
import { around, encloses, grown, spanning, type Box, type Point } from './geometry';
import { begin, clicked, moved, type Gesture } from './gestures';
import { heatOf, type Heat } from './heat';
import { neighbour, type Direction } from './neighbour';
import { NodePool } from './node-pool';
import { FAR, MIDDLE, paint, type Picture } from './paint';
import { readPalette, type Palette } from './palette';
import { routeLinks, type Route } from './route';
import { buildScene, type Scene } from './scene';
import { placesOf, pulledOut, shift } from './drag';
import { elementAt, linkAt } from './hit';

/** What a canvas tells its surroundings. */
export interface CanvasEvents {
  select(elements: Set<string>, link: string[] | null, linkId: string | null): void;
  /** A finished drag, or a step by key: new places of the elements and of all that they hold. */
  move(places: Record<string, Box>, gesture: string): void;
  /** Components were dropped outside of their process. */
  draggedOut(components: string[]): void;
  cameraMoved(camera: Camera): void;
  painted(): void;
}

const GRID = 4;
const PAUSE_MS = 700;
/** Far away, elements are still in the page for those who do not see, unless there are very many. */
const MOST_FAR_NODES = 400;

/** The canvas: owns camera, gestures and painting; knows nothing of documents or runs beyond what is
 * set on it. */
export class CanvasView {
  private scene: Scene | null = null;
  private routes: Route[] = [];
  private heat = new Map<string, Heat>();
  private selected: ReadonlySet<string> = new Set();
  private selectedLink: string | null = null;
  private hovered: string | null = null;
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  private palette: Palette = readPalette();
  private viewport = { width: 0, height: 0 };
  private gesture: Gesture = { kind: 'idle' };
  private shifted: Point | null = null;
  private space = false;
  /** Has nobody moved the camera yet, so that it follows the size of the window? */
  private following = true;
  private frame = 0;
  private steps = { count: 0, at: -Infinity };
  private readonly pool: NodePool;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly stop = new AbortController();
  private readonly resized: ResizeObserver;

  constructor(
    private readonly host: HTMLElement,
    private readonly picture: HTMLCanvasElement,
    private readonly nodes: HTMLElement,
    private readonly events: CanvasEvents,
  ) {
    this.pool = new NodePool(nodes);
    this.context = picture.getContext('2d', { alpha: false });
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(host);
    this.listen();
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

  setHeat(run: Run | null): void {
    this.heat = heatOf(run);
    this.draw();
  }

  setSelection(selected: ReadonlySet<string>, link: string | null): void {
    this.selected = selected;
    this.selectedLink = link;
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
    if (!bounds || this.viewport.width === 0) return;
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
    this.events.select(new Set([next.id]), null, null);
    this.reveal(next.id);
    requestAnimationFrame(() => this.pool.element(next.id)?.focus({ preventScroll: true }));
  }

  private readonly epoch = Math.floor(performance.timeOrigin);

  private listen(): void {
    const { signal } = this.stop;
    const { host } = this;
    host.addEventListener('pointerdown', (e) => this.down(e), { signal });
    host.addEventListener('pointermove', (e) => this.pointerMoved(e), { signal });
    host.addEventListener('pointerup', (e) => this.up(e), { signal });
    host.addEventListener('pointercancel', () => this.abandon(), { signal });
    host.addEventListener('pointerleave', () => this.hover(null), { signal });
    host.addEventListener('wheel', (e) => this.wheel(e), { signal, passive: false });
    host.addEventListener('dblclick', () => this.fitSelection(), { signal });
    host.addEventListener('auxclick', (e) => e.preventDefault(), { signal });
    this.nodes.addEventListener('focusin', (e) => this.focused(e), { signal });
    window.addEventListener('keydown', (e) => this.key(e), { signal });
    window.addEventListener('keyup', (e) => this.released(e), { signal });
  }

  private focused(event: FocusEvent): void {
    const id = (event.target as HTMLElement).dataset['id'];
    this.host.scrollTo(0, 0);
    if (id && this.gesture.kind === 'idle' && !this.selected.has(id)) {
      this.events.select(new Set([id]), null, null);
      this.reveal(id);
    }
  }

  private key(event: KeyboardEvent): void {
    const inField = (event.target as HTMLElement).closest?.(
      'input, textarea, select, button, [role=dialog]',
    );
    if (event.code === 'Space' && !inField) {
      this.space = true;
      this.host.style.cursor = 'grab';
      event.preventDefault();
    }
    if (event.key === 'Escape') this.abandon();
  }

  private released(event: KeyboardEvent): void {
    if (event.code !== 'Space') return;
    this.space = false;
    this.host.style.cursor = '';
  }

  private local(event: MouseEvent): Point {
    const box = this.host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private hit(screen: Point): string | null {
    return this.scene && elementAt(this.scene, this.camera, screen);
  }

  private down(event: PointerEvent): void {
    const screen = this.local(event);
    this.gesture = begin({
      pointer: event.pointerId,
      button: event.button,
      space: this.space,
      additive: event.shiftKey,
      screen,
      hit: this.hit(screen),
    });
    if (this.gesture.kind === 'idle') return;
    if (event.button === 1) event.preventDefault();
    this.host.setPointerCapture(event.pointerId);
  }

  private pointerMoved(event: PointerEvent): void {
    const at = this.local(event);
    const before = this.gesture;
    this.gesture = moved(before, at);
    switch (this.gesture.kind) {
      case 'idle':
        this.hover(this.hit(at));
        return;
      case 'pan':
        if (before.kind === 'pan')
          this.look(panned(this.camera, before.last.x - at.x, before.last.y - at.y));
        return;
      case 'drag':
        if (before.kind === 'press' && !this.selected.has(before.id)) {
          this.events.select(clicked(this.selected, before.id, before.additive), null, null);
          this.selected = clicked(this.selected, before.id, before.additive);
        }
        this.dragTo(this.gesture.start, at);
        return;
      case 'marquee':
        this.draw();
    }
  }

  private up(event: PointerEvent): void {
    const gesture = this.gesture;
    this.gesture = { kind: 'idle' };
    if (gesture.kind === 'press') this.click(gesture.id, gesture.start, gesture.additive);
    if (gesture.kind === 'marquee') this.sweep(gesture.start, this.local(event), gesture.additive);
    if (gesture.kind === 'drag') this.drop();
    this.draw();
  }

  private abandon(): void {
    this.gesture = { kind: 'idle' };
    this.offset(null);
    this.draw();
  }

  private click(id: string, at: Point, additive: boolean): void {
    const node = this.scene?.nodes.get(id);
    const link = node?.holds ? linkAt(this.routes, this.camera, at) : null;
    if (link) {
      this.events.select(new Set(), link.link.relationships, link.link.id);
      return;
    }
    this.events.select(clicked(this.selected, id, additive), null, null);
    this.pool.element(id)?.focus({ preventScroll: true });
  }

  private sweep(start: Point, end: Point, additive: boolean): void {
    const link =
      Math.hypot(end.x - start.x, end.y - start.y) < 4
        ? linkAt(this.routes, this.camera, end)
        : null;
    if (link) {
      this.events.select(new Set(), link.link.relationships, link.link.id);
      return;
    }
    const box = spanning(toDrawing(this.camera, start), toDrawing(this.camera, end));
    const held = (this.scene?.index.within(box) ?? []).filter((id) => {
      const node = this.scene!.nodes.get(id)!;
      return node.mark !== 'gone' && (!node.holds || encloses(box, node.box));
    });
    this.events.select(new Set([...(additive ? this.selected : []), ...held]), null, null);
  }

  private dragTo(start: Point, at: Point): void {
    const zoom = this.camera.zoom;
    const snap = (n: number) => Math.round(n / zoom / GRID) * GRID;
    this.offset({ x: snap(at.x - start.x), y: snap(at.y - start.y) });
    this.draw();
  }

  /** Shows the selection moved, before the back end knows. */
  private offset(by: Point | null): void {
    if (!this.scene) return;
    const before = this.shifted ?? { x: 0, y: 0 };
    const now = by ?? { x: 0, y: 0 };
    this.shifted = by;
    if (before.x === now.x && before.y === now.y) return;
    shift(this.scene, this.selected, { x: now.x - before.x, y: now.y - before.y });
    this.route();
  }

  private drop(): void {
    const by = this.shifted;
    if (!by || !this.scene) return;
    const out = pulledOut(this.scene, this.selected);
    this.offset(null);
    if (out.length > 0) this.events.draggedOut(out);
    else this.commitMove(by, `drag-${++this.steps.count}-${this.epoch}`);
  }

  private commitMove(by: Point, gesture: string): void {
    if (!this.scene || (by.x === 0 && by.y === 0)) return;
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

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      this.look(zoomedAt(this.camera, this.local(event), Math.exp(-event.deltaY * unit * 0.0022)));
      return;
    }
    const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
    this.look(panned(this.camera, dx * unit, dy * unit));
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

  private route(): void {
    if (!this.scene) return;
    const { context } = this;
    if (context) context.font = '500 10.5px Inter, sans-serif';
    this.routes = routeLinks(
      this.scene,
      (text) => context?.measureText(text).width ?? text.length * 6,
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
    if (!scene || !context || this.viewport.width === 0) return;
    const marquee = this.gesture.kind === 'marquee' ? this.gesture : null;
    const picture: Picture = {
      scene,
      camera,
      routes: this.routes,
      viewport: this.viewport,
      ratio: this.picture.width / this.viewport.width,
      palette: this.palette,
      heat: this.heat,
      selected: this.selected,
      selectedLink: this.selectedLink,
      hovered: this.hovered,
      marquee: marquee && spanning(toDrawing(camera, marquee.start), toDrawing(camera, marquee.at)),
    };
    paint(context, picture);
    this.showNodes(scene);
    this.events.painted();
  }

  private showNodes(scene: Scene): void {
    const { camera } = this;
    const near = camera.zoom >= FAR;
    this.nodes.style.transform = `scale(${camera.zoom}) translate(${-camera.x}px, ${-camera.y}px)`;
    this.nodes.classList.toggle('far', !near);
    this.nodes.classList.toggle('middle', near && camera.zoom < MIDDLE);
    const view = grown(visible(camera, this.viewport), 40);
    const seen = new Set(scene.index.within(view));
    const shown = scene.order.filter(
      (n) => seen.has(n.id) && (near || seen.size <= MOST_FAR_NODES),
    );
    const last = [...this.selected].at(-1);
    const current = shown.some((n) => n.id === last) ? last : shown[0]?.id;
    const states = shown.map((node) => ({
      node,
      heat: this.heat.get(node.id),
      selected: this.selected.has(node.id),
      reachable: node.id === current,
    }));
    this.pool.show(states);
  }
}
