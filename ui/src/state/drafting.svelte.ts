import type { Box, Point } from '../canvas/geometry';
import type { Edit, KindDescription } from '../generated/protocol';
import { make, slug } from '../quick/make';
import { sentence } from '../format/sentence';
import { tidyPlan } from '../tidy/plan';
import { layOutBeside } from '../tidy/thread';
import type { App } from './app.svelte';
import { alsoText, aligned, copied, grouped, pasted, readCopied, type Alignment } from './drawing';

/** The quick line: what it is for, what stands in it, and where new elements go. */
export interface Quick {
  mode: 'draw' | 'do' | 'find';
  text: string;
  inside: string | null;
  /** Where what is drawn is to stand; nothing where a place is found for it. */
  place: { at: Point; over: string | null } | null;
  /** What a name that is found is for; nothing where it is gone to. */
  pick: Pick | null;
}

/** An element that is asked for. */
export interface Pick {
  what: string;
  /** Why it cannot be this one; null where it can. */
  why(id: string): string | null;
  take(id: string): void;
}

const GRID = 4;
const BOX = { width: 176, height: 64 };
const FRAME = { width: 360, height: 240 };

/** What a person draws: by the quick line, the clipboard and the keys. */
export class Drafting {
  quick = $state.raw<Quick | null>(null);
  /** Is a layout being looked for? */
  tidying = $state(false);
  private drawn = 0;

  constructor(private readonly app: App) {}

  /** Opens the quick line. To draw, it begins at the selection: a new element goes where that stands, and
   * `from` begins a link from it. */
  openQuick(mode: Quick['mode'], from = false, begin = '', place: Quick['place'] = null): void {
    const view = this.app.document.view;
    if (!view || !this.app.description) return;
    const { elements } = view.architecture;
    const id = [...this.app.view.selected].at(-1);
    const chosen = id === undefined ? undefined : elements[id];
    const holds = (element: string) =>
      this.app.description!.kinds.some((k) => k.inside.includes(elements[element]!.kind));
    const inside = id === undefined ? null : holds(id) ? id : (chosen?.in ?? null);
    const text = from && chosen ? `${chosen.name ?? id} -> ` : begin;
    this.quick = { mode, text, inside, place, pick: null };
  }

  /** Asks for an element by its name. */
  pick(pick: Pick): void {
    this.quick = { mode: 'find', text: '', inside: null, place: null, pick };
  }

  /** The place of a new element around a point, and what it stands in there. */
  standing(
    kind: KindDescription,
    at: Point,
    over: string | null,
  ): { box: Box; inside: string | null } {
    const elements = this.app.document.view?.architecture.elements ?? {};
    let inside = over;
    while (inside !== null && !kind.inside.includes(elements[inside]!.kind)) {
      inside = elements[inside]!.in ?? null;
    }
    const size = kind.kind === 'boundary' ? FRAME : BOX;
    const x = Math.round((at.x - size.width / 2) / GRID) * GRID;
    const y = Math.round((at.y - size.height / 2) / GRID) * GRID;
    return { box: { x, y, ...size }, inside };
  }

  /** Edits that draw one new element, with that where the quick line was asked for it. */
  placed(edits: readonly Edit[]): Edit[] {
    const place = this.quick?.place;
    return edits.map((edit) => {
      if (!place || edit.kind !== 'add') return edit;
      const [made, ...more] = Object.entries(edit.elements ?? {});
      const kind = this.app.description?.kinds.find((k) => k.kind === made?.[1]?.kind);
      if (!made || more.length > 0 || !kind) return edit;
      const [id, element] = made;
      const { box, inside } = this.standing(kind, place.at, place.over);
      const own = inside === null ? element! : { ...element!, in: inside };
      return { ...edit, elements: { [id]: own }, positions: { [id]: box } };
    });
  }

  /** Puts a new element of a kind somewhere, into what lies there if it can stand in it. Answers its id. */
  async put(kind: KindDescription, at: Point, over: string | null): Promise<string | null> {
    const view = this.app.document.view;
    if (!view) return null;
    const { elements } = view.architecture;
    const { box, inside } = this.standing(kind, at, over);
    if (inside === null && kind.kind === 'component') {
      this.app.notices.say({
        tone: 'note',
        title: 'A component stands in a process.',
        fix: 'Drop it on a monolith, a service or a gateway.',
      });
      return null;
    }
    const id = slug(kind.label, (id) => id in elements);
    const { edits } = make(
      { is: 'element', name: kind.label, kind: kind.kind, inside, time: null },
      view.architecture,
      this.app.description!,
    );
    const placed = edits.map((edit) =>
      edit.kind === 'add' ? { ...edit, positions: { [id]: box } } : edit,
    );
    if (!(await this.draw(placed))) return null;
    this.app.view.select(new Set([id]));
    return id;
  }

  /** Makes edits as one step; answers whether they were made. */
  async draw(edits: readonly Edit[]): Promise<boolean> {
    const gesture = `draw-${(this.drawn += 1)}-${Math.floor(performance.timeOrigin)}`;
    for (const [i, edit] of edits.entries()) {
      const problem = await this.app.document.apply(edit, gesture);
      if (!problem) continue;
      // All of it is one step, or nothing is.
      if (i > 0) await this.app.document.undo();
      this.app.fail(problem);
      return false;
    }
    return true;
  }

  /** Takes the selection away. Asks first where options, scenarios or journeys use it. */
  async removeSelection(): Promise<void> {
    const view = this.app.document.view;
    const elements = [...this.app.view.selected].filter((id) => view?.architecture.elements[id]);
    const relationships = elements.length > 0 ? [] : [...this.app.view.links];
    if (!view || (elements.length === 0 && relationships.length === 0)) return;
    const edit: Edit = { kind: 'remove', elements, relationships };
    if (!(await this.mayRemove(edit))) return;
    if (await this.draw([edit])) this.app.view.select(new Set());
  }

  /** Tells what else goes with an edit that takes something away, and asks whether to go on. Where nothing does
   * that one has to think about, there is no question. */
  async mayRemove(edit: Edit): Promise<boolean> {
    const view = this.app.document.view;
    if (!view) return false;
    const { document, option } = view;
    const removal = await this.app.attempt(() =>
      this.app.backend.call('removal', { document, option, edit }),
    );
    if (!removal) return false;
    const also = alsoText(removal.also);
    if (also.length === 0) return true;
    const choice = await this.app.ask({
      title: 'This is used elsewhere',
      text: 'With it goes, or no longer fits:',
      lines: also,
      choices: [{ id: 'remove', label: 'Remove it', primary: true }],
    });
    return choice === 'remove';
  }

  /** Puts the selected elements into a boundary of their own. */
  async group(): Promise<void> {
    const view = this.app.document.view;
    if (!view) return;
    const made = grouped([...this.app.view.selected], view.architecture);
    if (!made) {
      this.app.notices.say({
        tone: 'note',
        title: 'Select elements that stand beside each other first.',
        fix: 'A boundary goes around processes, queues and stores within the same place.',
      });
      return;
    }
    if (await this.draw(made.edits)) this.app.view.select(new Set([made.id]));
  }

  /** Lays everything out anew, or elements and what they hold: one step, which can be undone. Answers whether
   * it came to that. */
  async tidy(selected: ReadonlySet<string> | null): Promise<boolean> {
    const view = this.app.document.view;
    if (!view || this.tidying) return false;
    const plan = tidyPlan(view.architecture, selected);
    if ('why' in plan) {
      this.app.notices.say({ tone: 'note', title: plan.why });
      return false;
    }
    this.tidying = true;
    try {
      const positions = plan.settled(await layOutBeside(plan.graph));
      // What was drawn meanwhile would be laid over.
      if (this.app.document.view?.architecture !== view.architecture) return false;
      return await this.draw([{ kind: 'place', positions }]);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.app.notices.say({ tone: 'bad', title: 'It could not be tidied.', fix: sentence(why) });
      return false;
    } finally {
      this.tidying = false;
    }
  }

  /** Brings the selected elements into line. */
  async align(how: Alignment): Promise<void> {
    const view = this.app.document.view;
    const edit = view && aligned([...this.app.view.selected], how, view.architecture);
    if (edit) await this.draw([edit]);
  }

  /** The selection as text, for a clipboard; nothing where nothing is selected. */
  copySelection(): string | null {
    const view = this.app.document.view;
    if (!view || this.app.view.selected.size === 0) return null;
    return JSON.stringify(copied(this.app.view.selected, view.architecture), null, 2);
  }

  /** Adds what a clipboard holds. Answers whether that was something of ours. */
  async paste(text: string): Promise<boolean> {
    const view = this.app.document.view;
    const copy = readCopied(text);
    if (!view || !copy) return false;
    const edit = pasted(copy, view.architecture);
    if (await this.draw([edit])) {
      const inner = new Set(Object.keys(edit.elements ?? {}));
      const outer = [...inner].filter((id) => !inner.has(edit.elements?.[id]?.in ?? ''));
      this.app.view.select(new Set(outer));
    }
    return true;
  }
}
