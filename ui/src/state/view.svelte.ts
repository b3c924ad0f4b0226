import { PERSPECTIVES, type Perspective } from '../canvas/perspective';
import { BASELINE } from './baseline';

/** What the window shows of a document: selection, open panels, theme. Nothing here is saved in a model. */
export type DrawerTab =
  'latency' | 'time' | 'where' | 'cost' | 'blast' | 'compare' | 'export' | 'history';
export type Theme = 'system' | 'dark' | 'light';
export type LeftTab = 'outline' | 'palette' | 'findings';

/** From this width on, two canvases and both columns have room beside each other. */
const ROOM_FOR_ALL = 1700;

interface Kept {
  theme: Theme;
  left: boolean;
  right: boolean;
  drawer: boolean;
  drawerHeight: number | null;
  minimap: boolean;
}

export class View {
  selected = $state.raw<ReadonlySet<string>>(new Set());
  /** Relationships of the selected link. */
  links = $state.raw<readonly string[]>([]);
  left = $state(true);
  right = $state(true);
  drawer = $state(true);
  drawerHeight = $state(Math.round(Math.min(320, Math.max(168, window.innerHeight * 0.28))));
  /** Only the canvas, for a projector. */
  alone = $state(false);
  leftTab = $state<LeftTab>('outline');
  tab = $state<DrawerTab>('latency');
  heat = $state(true);
  /** A small picture of the whole, where not all of it is in sight. */
  minimap = $state(true);
  /** What the canvas is looked at for, instead of heat. */
  perspective = $state<Perspective | null>(null);
  split = $state(false);
  /** The option that stands beside the shown one. */
  beside = $state(BASELINE);
  /** Is the base shown in place of the option? */
  peek = $state(false);
  theme = $state<Theme>('system');
  private heightChosen = false;
  private folded: { left: boolean; right: boolean } | null = null;
  private systemDark = $state(true);
  readonly shownTheme = $derived(
    this.theme === 'system' ? (this.systemDark ? 'dark' : 'light') : this.theme,
  );

  constructor() {
    const dark = window.matchMedia?.('(prefers-color-scheme: dark)');
    this.systemDark = dark?.matches ?? true;
    dark?.addEventListener('change', (e) => (this.systemDark = e.matches));
  }

  select(elements: ReadonlySet<string>, links: readonly string[] = []): void {
    this.selected = elements;
    this.links = links;
  }

  /** Shows another option beside the shown one, or not. In a small window the columns make room for it. */
  setSplit(on: boolean): void {
    this.split = on;
    if (on && window.innerWidth < ROOM_FOR_ALL) {
      this.folded = { left: this.left, right: this.right };
      this.left = false;
      this.right = false;
    } else if (!on && this.folded) {
      this.left = this.folded.left;
      this.right = this.folded.right;
      this.folded = null;
    }
  }

  setDrawerHeight(height: number): void {
    this.drawerHeight = height;
    this.heightChosen = true;
  }

  /** The next perspective, and none after the last. */
  nextPerspective(): void {
    const all = [null, ...(Object.keys(PERSPECTIVES) as Perspective[])];
    this.perspective = all[(all.indexOf(this.perspective) + 1) % all.length]!;
  }

  show(tab: DrawerTab): void {
    this.tab = tab;
    this.drawer = true;
    this.alone = false;
  }

  /** What a person set up, for the next start. */
  get kept(): Kept {
    const { theme, left, right, drawer, minimap } = this;
    const drawerHeight = this.heightChosen ? this.drawerHeight : null;
    return { theme, left, right, drawer, drawerHeight, minimap };
  }

  /** Sets the window up as it was kept. */
  take(kept: unknown): void {
    if (typeof kept !== 'object' || kept === null) return;
    const { theme, left, right, drawer, drawerHeight, minimap } = kept as Partial<Kept>;
    this.theme = theme ?? this.theme;
    this.left = left ?? this.left;
    this.right = right ?? this.right;
    this.drawer = drawer ?? this.drawer;
    this.minimap = minimap ?? this.minimap;
    if (drawerHeight) this.setDrawerHeight(drawerHeight);
  }
}
