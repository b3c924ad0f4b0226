import { placesOf } from './drag';
import { grownFrames, leastOf, resized } from './resize';
import { rootsOf } from './scene';
import { FINE_GRID, gestureNamed, type Stage } from './stage';

const PAUSE_MS = 700;

/** Moves and sizes by key: steps in quick succession are undone as one. */
export class KeySteps {
  private last = { what: '', name: '', at: -Infinity };

  constructor(private readonly stage: () => Stage | null) {}

  /** Moves the selection by steps of the grid. */
  nudge(dx: number, dy: number): void {
    const stage = this.stage();
    if (!stage) return;
    const moved = Object.entries(placesOf(stage.scene, stage.selected)).map(([id, box]) => [
      id,
      { ...box, x: box.x + dx * FINE_GRID, y: box.y + dy * FINE_GRID },
    ]);
    this.take(stage, Object.fromEntries(moved), 'move');
  }

  /** Moves the right and lower edge of what is selected. */
  stretch(dx: number, dy: number): void {
    const stage = this.stage();
    if (!stage) return;
    const { scene, selected } = stage;
    const sized = rootsOf(scene, selected).flatMap((id) => {
      const { box } = scene.nodes.get(id)!;
      const least = leastOf(scene, id, (text) => stage.measure(text));
      const next = resized(box, 'se', dx * FINE_GRID, dy * FINE_GRID, least);
      return next.width === box.width && next.height === box.height ? [] : [[id, next]];
    });
    this.take(stage, Object.fromEntries(sized), 'size');
  }

  private take(stage: Stage, places: Parameters<typeof grownFrames>[1], what: string): void {
    if (Object.keys(places).length === 0) return;
    const now = performance.now();
    const same = this.last.what === what && now - this.last.at <= PAUSE_MS;
    this.last = { what, name: same ? this.last.name : gestureNamed(`keys-${what}`), at: now };
    const before = Object.fromEntries(
      Object.keys(places).map((id) => [id, stage.scene.nodes.get(id)!.box]),
    );
    const all = { ...places, ...grownFrames(stage.scene, places, before) };
    stage.show(all);
    stage.keep();
    stage.events.move(all, this.last.name);
  }
}
