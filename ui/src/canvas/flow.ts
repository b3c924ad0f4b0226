/** Milliseconds between two pictures of the flow: enough to be seen, and little beside a run. */
const TICK_MS = 80;
/** How far the load goes along a link in that time, in pixels of the drawing. */
const STEP = 4;

/** The load that is seen to flow along links while a run is going on. */
export class Flow {
  /** How far it has come; nothing while nothing flows. */
  phase: number | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly draw: () => void) {}

  /** Begins or ends it. Where a person wants no motion, it is shown standing. */
  set(on: boolean): void {
    if (on === (this.phase !== null)) return;
    clearInterval(this.timer);
    this.phase = on ? 0 : null;
    const still = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
    if (on && !still) this.timer = setInterval(() => this.step(), TICK_MS);
    this.draw();
  }

  private step(): void {
    this.phase = (this.phase ?? 0) + STEP;
    this.draw();
  }
}
