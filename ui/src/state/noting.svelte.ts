import { freePlace } from '../canvas/free';
import { center, grown, type Box, type Point } from '../canvas/geometry';
import type { Edit, NoteView } from '../generated/protocol';
import { slug } from '../quick/make';
import type { App } from './app.svelte';
import { BASELINE } from './baseline';

/** A note that is being written: `id` where it is there already. */
export interface Writing {
  id: string | null;
  text: string;
  element: string | null;
  box: Box;
}

const SIZE = { width: 240, height: 64 };
const LEAST = { width: 120, height: 40 };
/** How far around an element room for its note is looked for. */
const AROUND = 320;

/** Notes on the canvas: what a person does with them. */
export class Noting {
  writing = $state.raw<Writing | null>(null);
  /** The note that is selected, and how often it was moved by key: quick steps are undone as one. */
  selected = $state<string | null>(null);
  /** Where a note is while it is dragged. */
  held = $state.raw<{ id: string; box: Box } | null>(null);

  constructor(private readonly app: App) {}

  get all(): Record<string, NoteView> {
    return this.app.document.view?.notes ?? {};
  }

  boxOf(id: string): Box {
    return this.held?.id === id ? this.held.box : this.all[id]!.position;
  }

  /** Begins a note: about the element that is selected, beside it, or else around a point. */
  begin(at: Point): void {
    const view = this.app.document.view;
    if (!view) return;
    const { layout, elements } = view.architecture;
    const chosen = [...this.app.view.selected].filter((id) => elements[id]);
    const element = chosen.length === 1 ? chosen[0]! : null;
    const beside = element === null ? null : layout[element];
    const leaves = Object.entries(layout).filter(([id]) => elements[id]?.kind !== 'boundary');
    const taken = [
      ...leaves.map(([, box]) => box),
      ...Object.values(this.all).map((n) => n.position),
    ];
    const box = beside
      ? freePlace(SIZE, center(beside), grown(beside, AROUND), taken)
      : { x: at.x - SIZE.width / 2, y: at.y - SIZE.height / 2, ...SIZE };
    this.writing = { id: null, text: '', element, box };
  }

  edit(id: string): void {
    const note = this.all[id];
    if (note) this.writing = { id, text: note.text, element: note.element, box: note.position };
  }

  /** Keeps what was written; a note without text is none. */
  async finish(text: string): Promise<void> {
    const { writing } = this;
    const view = this.app.document.view;
    this.writing = null;
    if (!writing || !view || text.trim() === (writing.id === null ? '' : writing.text)) return;
    if (writing.id !== null) {
      if (text.trim() === '') await this.remove(writing.id);
      else await this.put([set(`notes/${writing.id}/text`, text.trim())]);
      return;
    }
    const id = slug(text.trim().split(/\s+/, 3).join(' '), (id) => id in this.all);
    const note = {
      text: text.trim(),
      ...(writing.element === null ? {} : { element: writing.element }),
      ...(view.option === BASELINE ? {} : { option: view.option }),
    };
    await this.put([set(`notes/${id}`, note), set(`layout/notes/${id}`, rounded(writing.box))]);
    this.selected = id;
  }

  async move(id: string, box: Box, gesture?: string): Promise<void> {
    const path = `layout/notes/${id}`;
    const problem = await this.app.document.apply(set(path, rounded(box)), gesture ?? null);
    if (problem) this.app.fail(problem);
    this.held = null;
  }

  async remove(id: string): Promise<void> {
    const view = this.app.document.view;
    if (!view) return;
    this.selected = null;
    await this.put([set(`notes/${id}`, null), set(`layout/notes/${id}`, null)]);
  }

  private async put(edits: Edit[]): Promise<void> {
    await this.app.drafting.draw(edits);
  }
}

/** A box that has moved or become larger by so much, and still has room for a word. */
export function stretched(box: Box, dx: number, dy: number): Box {
  return {
    ...box,
    width: Math.max(LEAST.width, box.width + dx),
    height: Math.max(LEAST.height, box.height + dy),
  };
}

function set(path: string, value: unknown): Edit {
  return { kind: 'set', path, value: value as never };
}

function rounded({ x, y, width, height }: Box): Box {
  const [left, top, w, h] = [x, y, width, height].map(Math.round);
  return { x: left!, y: top!, width: w!, height: h! };
}
