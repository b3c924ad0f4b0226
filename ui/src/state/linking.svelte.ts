import type { Joined } from '../canvas/events';
import type { Box, Point } from '../canvas/geometry';
import type { Edit, Mode } from '../generated/protocol';
import { attached, begins, inMode, joins, saying, whyNot } from '../quick/joins';
import { make } from '../quick/make';
import type { App } from './app.svelte';

/** What a person does with links, and with what stands in what. */
export class Linking {
  /** What the link that is being drawn would be. */
  drawing = $state.raw<Joined | null>(null);

  constructor(private readonly app: App) {}

  private get architecture() {
    return this.app.document.view!.architecture;
  }

  private get description() {
    return this.app.description!;
  }

  /** Can a link be drawn out of an element? */
  begins(id: string): boolean {
    const kind = this.app.document.view?.architecture.elements[id]?.kind;
    return kind !== undefined && this.app.description !== null && begins(kind, this.description);
  }

  /** How a link would join two elements, or why it cannot. */
  joined(from: string, to: string, mode: Mode | null): Joined {
    const { architecture, description } = this;
    const why = whyNot(from, to, mode, architecture, description);
    if (why !== null) return { mode, why, text: why };
    const [join] = joins(from, to, architecture, description);
    const [begin, end] = join?.turned && mode === null ? [to, from] : [from, to];
    const how = mode ?? join!.mode;
    return { mode: how, why: null, text: saying(begin, how, end, architecture) };
  }

  /** Links two elements in the most usual way, and selects the link. */
  async link(from: string, to: string): Promise<void> {
    const { architecture, description } = this;
    const [join] = joins(from, to, architecture, description);
    if (!join) return;
    const [begin, end] = join.turned ? [to, from] : [from, to];
    const at = (id: string) => ({ is: 'known' as const, id, operation: null });
    const { edits, select } = make(
      { is: 'link', from: at(begin), to: at(end), mode: join.mode, perRequest: null, time: null },
      architecture,
      description,
    );
    if (await this.app.drafting.draw(edits)) this.app.view.select(new Set(), select.links);
  }

  /** Takes an end of links to another element. */
  async attach(links: readonly string[], end: 'from' | 'to', to: string): Promise<void> {
    const made = attached(links, end, to, this.architecture, this.description);
    if ('why' in made) this.app.notices.say({ tone: 'note', title: made.why });
    else if (await this.app.drafting.draw(made.edits)) this.app.view.select(new Set(), [...links]);
  }

  /** The modes that the selected link could have, and the one that it has. */
  modes(links: readonly string[]): { mode: Mode; now: boolean; help: string }[] {
    const { architecture, description } = this;
    const link = architecture.relationships[links[0] ?? ''];
    if (!link) return [];
    const [from, to] = [link.from, link.to].map((end) => end.split('/', 1)[0]!);
    if (!architecture.elements[from!] || !architecture.elements[to!]) return [];
    const fitting = new Set(joins(from!, to!, architecture, description).map((j) => j.mode));
    return description.modes
      .filter(({ mode }) => fitting.has(mode) || mode === link.mode)
      .map(({ mode, help }) => ({ mode, help, now: mode === link.mode }));
  }

  async setMode(links: readonly string[], mode: Mode): Promise<void> {
    const { relationships } = this.architecture;
    const edits = links.flatMap((id): Edit[] => {
      const link = relationships[id];
      if (!link || link.mode === mode) return [];
      const value = inMode(link, mode, this.description);
      return [{ kind: 'set', path: `relationships/${id}`, value: value as never }];
    });
    if (edits.length > 0) await this.app.drafting.draw(edits);
  }

  /** Gives the selected link the next of its modes. Answers whether one is selected. */
  nextMode(): boolean {
    const { links } = this.app.view;
    const modes = this.modes(links);
    if (modes.length === 0) return false;
    const now = modes.findIndex((m) => m.now);
    void this.setMode(links, modes[(now + 1) % modes.length]!.mode);
    return true;
  }

  /** Selects the next link of the selected element, or the next one beside the selected link. */
  nextLink(): boolean {
    const { architecture } = this;
    const { selected, links } = this.app.view;
    const ends = (id: string) => {
      const { from, to } = architecture.relationships[id]!;
      return [from, to].map((end) => end.split('/', 1)[0]!);
    };
    const now = links[0];
    const around = selected.size > 0 ? [...selected] : now === undefined ? [] : this.around;
    if (around.length === 0) return false;
    this.around = around;
    const all = Object.keys(architecture.relationships).filter((id) =>
      ends(id).some((end) => around.includes(end)),
    );
    if (all.length === 0) return false;
    const next = all[(all.indexOf(now ?? '') + 1) % all.length]!;
    this.app.view.select(new Set(), [next]);
    return true;
  }
  /** The elements whose links are gone through. */
  private around: string[] = [];

  /** What elements would stand in if they were let go over another; nothing where they cannot. */
  holder(ids: readonly string[], over: string | null): string | null | undefined {
    const { elements } = this.architecture;
    const kinds = ids.map((id) =>
      this.description.kinds.find((k) => k.kind === elements[id]?.kind),
    );
    // A component is pulled out of its process in another way.
    if (kinds.some((k) => !k || k.kind === 'component' || k.inside.length === 0)) return undefined;
    for (let at = over; at !== null; at = elements[at]?.in ?? null) {
      const { kind } = elements[at]!;
      if (kinds.every((k) => k!.inside.includes(kind))) return at;
    }
    return null;
  }

  /** Puts elements into another, or onto the top level, where they were let go. */
  async nest(
    elements: readonly string[],
    holder: string | null,
    positions: Record<string, Box>,
  ): Promise<boolean> {
    return this.app.drafting.draw([
      { kind: 'move_into', elements: [...elements], to: holder },
      { kind: 'place', positions },
    ]);
  }

  /** Opens the quick line for an element that is linked from another and stands at a point. */
  toNew(from: string, at: Point, over: string | null): void {
    this.app.view.select(new Set([from]));
    this.app.drafting.openQuick('draw', true, '', { at, over });
  }
}
