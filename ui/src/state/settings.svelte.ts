import { asProblem, type Backend } from '../backend/backend';
import type { Problem, Settings as Kept } from '../generated/protocol';

/** Written once for quick changes in a row. */
const PAUSE_MS = 400;

/** What a person set up, kept by the host from one start to the next. */
export class Settings {
  private kept = $state.raw<Kept | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly backend: Backend,
    private readonly failed: (problem: Problem) => void,
  ) {}

  /** Is this the first start? */
  get fresh(): boolean {
    return this.kept?.used === false;
  }

  has(hint: string): boolean {
    return this.kept !== null && !this.kept.dismissed.includes(hint);
  }

  /** Reads what was kept; `take` sets the window up by it, before anything is kept anew. */
  async read(take: (window: unknown) => void): Promise<void> {
    const kept = await this.backend.call('settings', {});
    take(kept.window);
    this.kept = kept;
  }

  /** From now on it is no first start. */
  begun(): void {
    if (this.fresh) this.put({ used: true });
  }

  dismiss(hint: string): void {
    if (!this.kept || !this.has(hint)) return;
    this.put({ dismissed: [...this.kept.dismissed, hint] });
  }

  /** Shows every hint again. */
  hintsAgain(): void {
    this.put({ dismissed: [] });
  }

  keepWindow(window: unknown): void {
    if (!this.kept || JSON.stringify(window) === JSON.stringify(this.kept.window)) return;
    this.put({ window: window as Kept['window'] });
  }

  private put(change: Partial<Kept>): void {
    if (!this.kept) return;
    this.kept = { ...this.kept, ...change };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.write(), PAUSE_MS);
  }

  /** Writes what waits to be written, before the window goes. */
  async flush(): Promise<void> {
    if (this.timer !== undefined) await this.write();
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      if (this.kept) await this.backend.call('keep_settings', this.kept);
    } catch (cause) {
      this.failed(asProblem(cause));
    }
  }
}
