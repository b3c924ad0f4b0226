import type { Box, Point } from './geometry';
import { begin, moved, type Gesture } from './gestures';
import { cursorOf, type Grip } from './grips';

/** What a pointer, wheel or Space does to a canvas. Points are in screen pixels of the canvas. */
export interface PointerTarget {
  hit(at: Point): Grip | null;
  pan(dx: number, dy: number): void;
  zoomAt(at: Point, factor: number): void;
  /** Something was pressed and let go without moving. */
  click(grip: Grip, at: Point, additive: boolean): void;
  /** A drag begins. */
  grab(grip: Grip, additive: boolean): void;
  /** Where the drag has come to; `free` asks for no snapping. */
  dragTo(start: Point, at: Point, free: boolean): void;
  drop(): void;
  /** The pointer was drawn over the empty canvas, or only pressed on it. */
  sweep(from: Point, to: Point, additive: boolean): void;
  hover(at: Point | null): void;
  abandon(): void;
  redraw(): void;
}

/** Pixels of a line for wheels that count lines. */
const LINE = 16;
/** How much a pixel of the wheel zooms. */
const ZOOM_RATE = 0.0022;

/** Turns events of the page into gestures on a canvas. */
export class PointerInput {
  private gesture: Gesture = { kind: 'idle' };
  private space = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly target: PointerTarget,
    signal: AbortSignal,
  ) {
    host.addEventListener('pointerdown', (e) => this.down(e), { signal });
    host.addEventListener('pointermove', (e) => this.move(e), { signal });
    host.addEventListener('pointerup', (e) => this.up(e), { signal });
    host.addEventListener('pointercancel', () => this.abandon(), { signal });
    host.addEventListener('pointerleave', () => target.hover(null), { signal });
    host.addEventListener('wheel', (e) => this.wheel(e), { signal, passive: false });
    host.addEventListener('auxclick', (e) => e.preventDefault(), { signal });
    window.addEventListener('keydown', (e) => this.key(e), { signal });
    window.addEventListener('keyup', (e) => this.released(e), { signal });
  }

  get idle(): boolean {
    return this.gesture.kind === 'idle';
  }

  /** The corners of the box that is being drawn to select what lies in it. */
  get marquee(): [Point, Point] | null {
    return this.gesture.kind === 'marquee' ? [this.gesture.start, this.gesture.at] : null;
  }

  private local(event: MouseEvent): Point {
    const box: Box = this.host.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  }

  private down(event: PointerEvent): void {
    const screen = this.local(event);
    this.gesture = begin({
      pointer: event.pointerId,
      button: event.button,
      space: this.space,
      additive: event.shiftKey,
      screen,
      hit: this.target.hit(screen),
    });
    if (this.gesture.kind === 'idle') return;
    if (event.button === 1) event.preventDefault();
    this.host.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const at = this.local(event);
    const before = this.gesture;
    this.gesture = moved(before, at);
    switch (this.gesture.kind) {
      case 'idle':
        this.target.hover(at);
        if (!this.space) this.host.style.cursor = cursorOf(this.target.hit(at));
        return;
      case 'pan':
        if (before.kind === 'pan') this.target.pan(before.last.x - at.x, before.last.y - at.y);
        return;
      case 'drag':
        if (before.kind === 'press') this.target.grab(before.grip, before.additive);
        this.target.dragTo(this.gesture.start, at, event.altKey || event.ctrlKey || event.metaKey);
        return;
      case 'marquee':
        this.target.redraw();
    }
  }

  private up(event: PointerEvent): void {
    const gesture = this.gesture;
    this.gesture = { kind: 'idle' };
    if (gesture.kind === 'press') this.target.click(gesture.grip, gesture.start, gesture.additive);
    if (gesture.kind === 'drag') this.target.drop();
    if (gesture.kind === 'marquee') {
      this.target.sweep(gesture.start, this.local(event), gesture.additive);
    }
    this.target.redraw();
  }

  private abandon(): void {
    this.gesture = { kind: 'idle' };
    this.target.abandon();
  }

  /** Zooms or pans; also for what stands over the canvas. */
  wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    if (event.ctrlKey || event.metaKey) {
      this.target.zoomAt(this.local(event), Math.exp(-event.deltaY * unit * ZOOM_RATE));
      return;
    }
    const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
    this.target.pan(dx * unit, dy * unit);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const busy = target.closest?.('input, textarea, select, button, a, [role=dialog], [role=tree]');
    if (event.code === 'Space' && !busy) {
      this.space = true;
      this.host.style.cursor = 'grab';
      event.preventDefault();
    }
    if (event.key === 'Escape' && !this.idle) this.abandon();
  }

  private released(event: KeyboardEvent): void {
    if (event.code !== 'Space') return;
    this.space = false;
    this.host.style.cursor = '';
  }
}
