import { tick } from 'svelte';
import type { Problem, Step, Variant } from '../../generated/protocol';
import {
  begun,
  inserted,
  moved,
  removed,
  stepAt,
  target,
  withStep,
  type Direction,
  type StepPath,
} from './tree';

/** What the editor of a sequence needs to know of its operation. */
export interface Sequence {
  steps: () => Step[];
  /** The links that the operation may follow, with what they are called. */
  links: () => [string, string][];
  locks: () => string[];
  kinds: () => readonly Variant[];
  told: (relationship: string) => string;
  set: (steps: Step[]) => Promise<Problem | null>;
  /** Tells that a step names something that is not there. */
  lacks: (kind: Variant) => void;
  failed: (problem: Problem) => void;
  /** What holds the rows. */
  root: () => HTMLElement | null;
}

const DIRECTIONS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
};
/** Pixels that a pointer goes before a press becomes a drag. */
const SLOP = 4;

/** A sequence that is being edited: which step is open, what is dragged and where it would go. */
export class StepsEditing {
  open = $state<string | null>(null);
  dragged = $state<string | null>(null);
  drop = $state<string | null>(null);
  /** A drag has just ended: the click that follows opens nothing. */
  private swallow = false;

  constructor(private readonly of: Sequence) {}

  get kinds(): readonly Variant[] {
    return this.of.kinds();
  }
  get links(): [string, string][] {
    return this.of.links();
  }
  readonly told = (relationship: string): string => this.of.told(relationship);

  toggle(key: string): void {
    if (this.swallow) this.swallow = false;
    else this.open = this.open === key ? null : key;
  }

  put(path: StepPath, step: Step): Promise<Problem | null> {
    return this.of.set(withStep(this.of.steps(), path, step));
  }

  add(path: StepPath, kind: string): void {
    const links = this.of.links().map(([id]) => id);
    const step = begun(kind, links, this.of.locks());
    const variant = this.kinds.find((each) => each.key === kind);
    if (!step && variant) this.of.lacks(variant);
    if (step) void this.change(inserted(this.of.steps(), path, step), path, true);
  }

  remove(path: StepPath): void {
    const index = path.at(-1) as number;
    const next = [...path.slice(0, -1), Math.max(0, index - 1)];
    void this.change(removed(this.of.steps(), path), next);
  }

  /** Moves the step by keys, or goes to the next. */
  key(event: KeyboardEvent, path: StepPath): void {
    const direction = DIRECTIONS[event.key];
    if (direction && event.altKey) {
      const to = target(this.of.steps(), path, direction);
      if (to) this.move(path, to);
    } else if (direction === 'up' || direction === 'down') {
      this.neighbour(path, direction)?.focus();
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.remove(path);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Begins to drag a step. */
  press(event: PointerEvent, path: StepPath): void {
    if (event.button !== 0) return;
    const from = event.currentTarget as HTMLElement;
    const { clientX, clientY } = event;
    const move = (e: PointerEvent) => {
      const far = Math.hypot(e.clientX - clientX, e.clientY - clientY) > SLOP;
      if (this.dragged === null && !far) return;
      if (this.dragged === null) {
        from.setPointerCapture(event.pointerId);
        this.dragged = path.join('.');
      }
      this.drop = this.placeUnder(e, path);
    };
    const end = (e: PointerEvent) => {
      from.removeEventListener('pointermove', move);
      from.removeEventListener('pointerup', end);
      from.removeEventListener('pointercancel', end);
      const to = e.type === 'pointerup' ? this.drop : null;
      this.swallow = this.dragged !== null;
      // Where no click follows, the next one counts.
      setTimeout(() => (this.swallow = false));
      this.dragged = this.drop = null;
      if (to !== null) this.move(path, this.pathOf(to));
    };
    from.addEventListener('pointermove', move);
    from.addEventListener('pointerup', end);
    from.addEventListener('pointercancel', end);
  }

  /** The row before which a step would be put; nothing where it cannot. */
  private placeUnder(event: PointerEvent, path: StepPath): string | null {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const row = under?.closest<HTMLElement>('[data-way]');
    if (!row || !this.of.root()?.contains(row)) return null;
    let way = row.dataset['way']!;
    const box = row.getBoundingClientRect();
    if (!way.endsWith('end') && event.clientY > box.top + box.height / 2) way = this.after(way);
    return moved(this.of.steps(), path, this.pathOf(way)) ? way : null;
  }

  /** The place behind a step: that of the next, or the end of its sequence. */
  private after(way: string): string {
    const path = this.pathOf(way);
    const next = [...path.slice(0, -1), (path.at(-1) as number) + 1];
    return stepAt(this.of.steps(), next)
      ? next.join('.')
      : [...path.slice(0, -1).map(String), 'end'].join('.').replace(/^end$/, '.end');
  }

  private pathOf(way: string): StepPath {
    const keys = way.split('.').filter((key) => key !== '');
    const path = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    if (path.at(-1) !== 'end') return path;
    const lane = path.slice(0, -1);
    const sequence = lane.reduce<unknown>(
      (found, key) => (found as never)?.[key],
      this.of.steps(),
    ) as Step[] | undefined;
    return [...lane, sequence?.length ?? 0];
  }

  private move(from: StepPath, to: StepPath): void {
    const result = moved(this.of.steps(), from, to);
    if (!result) return;
    const same = result.path.join('.') === from.join('.');
    if (!same) void this.change(result.steps, result.path);
  }

  private neighbour(path: StepPath, direction: 'up' | 'down'): HTMLElement | undefined {
    const rows = [...(this.of.root()?.querySelectorAll<HTMLElement>('[data-step]') ?? [])];
    const at = rows.findIndex((row) => row.dataset['step'] === path.join('.'));
    return rows[at + (direction === 'up' ? -1 : 1)];
  }

  /** Sets the sequence, and stays with a step of it. */
  private async change(steps: Step[], stay: StepPath, open = false): Promise<void> {
    const problem = await this.of.set(steps);
    if (problem) {
      this.of.failed(problem);
      return;
    }
    const key = stay.join('.');
    this.open = open ? key : null;
    await tick();
    this.of.root()?.querySelector<HTMLElement>(`[data-step="${key}"]`)?.focus();
  }
}
