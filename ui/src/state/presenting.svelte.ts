import type { CanvasView } from '../canvas/view';
import type { Edit, Slide } from '../generated/protocol';
import type { App } from './app.svelte';

export interface NamedSlide extends Slide {
  id: string;
}

/** Slides in the order in which they are shown. */
export function inOrder(presentation: Record<string, Slide>): NamedSlide[] {
  const order = ({ order, id }: NamedSlide) => `${order ?? ''}\u0000${id}`;
  return Object.entries(presentation)
    .map(([id, slide]) => ({ ...slide, id }))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** Showing a model slide by slide. Everything can be edited meanwhile: a slide is a way of looking, no copy. */
export class Presenting {
  /** Is it going on? */
  on = $state(false);
  /** Are the slides listed, to be named, ordered and taken away? */
  listed = $state(false);
  /** The slide that was shown last. */
  at = $state<string | null>(null);

  constructor(private readonly app: App) {}

  get slides(): NamedSlide[] {
    return inOrder(this.app.document.view?.presentation ?? {});
  }

  get index(): number {
    return this.slides.findIndex(({ id }) => id === this.at);
  }

  /** Begins at the slide that was shown last, or at the first. */
  async start(canvas: CanvasView | null): Promise<void> {
    if (!this.app.document.view) return;
    this.on = true;
    const first = this.slides[Math.max(0, this.index)];
    if (first) await this.show(first.id, canvas);
    else this.listed = true;
  }

  stop(): void {
    this.on = false;
    this.listed = false;
  }

  /** Shows the next slide, or the one before; nothing beyond the ends. */
  async step(by: 1 | -1, canvas: CanvasView | null): Promise<void> {
    const next = this.slides[this.index + by];
    if (next) await this.show(next.id, canvas);
  }

  async show(id: string, canvas: CanvasView | null): Promise<void> {
    const { document, view, runs } = this.app;
    const slide = this.slides.find((slide) => slide.id === id);
    const shown = document.view;
    if (!slide || !shown) return;
    this.at = id;
    const scenario = slide.scenario ?? shown.default_scenario;
    if (scenario && scenario !== runs.scenario && shown.scenarios[scenario])
      await this.app.showScenario(scenario);
    if (slide.option !== document.option && shown.options.some((o) => o.id === slide.option))
      await this.app.showOption(slide.option);
    if (this.at !== id) return;
    view.perspective = slide.perspective ?? null;
    const elements = document.view?.architecture.elements ?? {};
    view.select(new Set((slide.selected ?? []).filter((element) => elements[element])));
    // The canvas has the option's drawing once the page has caught up.
    requestAnimationFrame(() => {
      if (slide.sight) canvas?.see(slide.sight);
      else canvas?.fit();
    });
  }

  /** Records what is on screen as a new slide. */
  async add(canvas: CanvasView | null): Promise<void> {
    const known = new Set(this.slides.map(({ id }) => id));
    const name = `${this.app.document.name(this.app.document.option)} ${known.size + 1}`;
    await this.make({ kind: 'add_slide', slide: { ...this.seen(canvas), name } });
    this.at = this.slides.find(({ id }) => !known.has(id))?.id ?? this.at;
    this.on = true;
  }

  /** Records what is on screen in place of what a slide showed. */
  async again(id: string, canvas: CanvasView | null): Promise<void> {
    const slide = this.slides.find((slide) => slide.id === id);
    if (!slide) return;
    const { id: _, name, order, text } = slide;
    const value = { ...this.seen(canvas), name, order, ...(text ? { text } : {}) };
    await this.make({ kind: 'set', path: `presentation/${id}`, value: value as never });
    this.at = id;
  }

  async say(id: string, field: 'name' | 'text', value: string): Promise<void> {
    const text = value.trim();
    if (field === 'name' && text === '') return;
    const path = `presentation/${id}/${field}`;
    await this.make({ kind: 'set', path, value: (text || null) as never });
  }

  async remove(id: string): Promise<void> {
    const { index } = this;
    await this.make({ kind: 'set', path: `presentation/${id}`, value: null as never });
    if (this.at === id) this.at = this.slides[Math.min(index, this.slides.length - 1)]?.id ?? null;
  }

  /** Puts a slide one place earlier or later. */
  async move(id: string, by: 1 | -1): Promise<void> {
    const { slides } = this;
    const from = slides.findIndex((slide) => slide.id === id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= slides.length) return;
    const before = by < 0 ? slides[to]!.id : slides[to + 1]?.id;
    await this.make({ kind: 'order_slide', id, ...(before ? { before } : {}) });
  }

  private seen(canvas: CanvasView | null): Omit<Slide, 'name'> {
    const { document, view, runs } = this.app;
    const sight = canvas?.sight();
    const round = (n: number) => Math.round(n);
    return {
      order: '',
      option: document.option,
      ...(runs.scenario ? { scenario: runs.scenario } : {}),
      ...(sight
        ? {
            sight: {
              x: round(sight.x),
              y: round(sight.y),
              width: round(sight.width),
              height: round(sight.height),
            },
          }
        : {}),
      ...(view.selected.size > 0 ? { selected: [...view.selected] } : {}),
      ...(view.perspective ? { perspective: view.perspective } : {}),
    };
  }

  private async make(edit: Edit): Promise<void> {
    const problem = await this.app.document.apply(edit);
    if (problem) this.app.fail(problem);
  }
}
