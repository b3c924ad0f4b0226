import { icons } from '../theme/icons';
import type { Heat } from './heat';
import { TALL } from './names';
import { labelOf } from './shapes';
import type { SceneNode } from './scene';

const SVG = 'http://www.w3.org/2000/svg';
const MARK_SIGN = { new: '+', changed: '~', gone: '−' } as const;

/** What a node shows beside its place. */
export interface NodeState {
  node: SceneNode;
  /** Its name, as far as there is room for it. */
  name: string;
  heat: Heat | undefined;
  selected: boolean;
  /** Is it the one that Tab reaches? */
  reachable: boolean;
}

interface Entry {
  root: HTMLDivElement;
  icon: SVGSVGElement;
  name: HTMLDivElement;
  mark: HTMLDivElement;
  detail: HTMLDivElement;
  load: HTMLDivElement;
  kind: string;
  shown: string;
}

/** Nodes of the page for the elements in sight: kept and used again, and touched only where something
 * changed, so that a new colour or a pan costs nothing per element. */
export class NodePool {
  private readonly used = new Map<string, Entry>();
  private readonly spare: Entry[] = [];

  constructor(private readonly host: HTMLElement) {}

  /** Shows exactly `states`, in their order. */
  show(states: NodeState[]): void {
    const wanted = new Set(states.map((s) => s.node.id));
    for (const [id, entry] of this.used) {
      if (wanted.has(id)) continue;
      // A node that has the focus keeps it while it is out of sight.
      if (entry.root === document.activeElement) continue;
      entry.root.hidden = true;
      this.used.delete(id);
      this.spare.push(entry);
    }
    for (const state of states) this.update(this.entry(state.node.id), state);
  }

  element(id: string): HTMLElement | null {
    return this.used.get(id)?.root ?? null;
  }

  private entry(id: string): Entry {
    const known = this.used.get(id);
    if (known) return known;
    const entry = this.spare.pop() ?? this.create();
    entry.root.hidden = false;
    entry.shown = '';
    entry.root.dataset['id'] = id;
    entry.root.dataset['testid'] = `node-${id}`;
    this.used.set(id, entry);
    return entry;
  }

  private create(): Entry {
    const part = (className: string) => {
      const element = document.createElement('div');
      element.className = className;
      return element;
    };
    const root = document.createElement('div');
    root.setAttribute('role', 'option');
    const head = document.createElement('div');
    head.className = 'node-head';
    const icon = document.createElementNS(SVG, 'svg');
    for (const [key, value] of Object.entries({
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
    })) {
      icon.setAttribute(key, value);
    }
    icon.setAttribute('stroke-width', '1.75');
    icon.setAttribute('aria-hidden', 'true');
    const [name, mark, detail, load] = ['node-name', 'node-mark', 'node-detail', 'node-load'].map(
      part,
    );
    head.append(icon, name!, mark!);
    root.append(head, load!, detail!);
    this.host.append(root);
    return {
      root,
      icon,
      name: name!,
      mark: mark!,
      detail: detail!,
      load: load!,
      kind: '',
      shown: '',
    };
  }

  private update(entry: Entry, { node, name, heat, selected, reachable }: NodeState): void {
    const { box } = node;
    const load = [heat?.text, heat?.depth, heat?.replicas].filter(Boolean).join(' · ');
    const shown = JSON.stringify([
      box,
      name,
      node.name,
      node.detail,
      node.mark,
      load,
      selected,
      reachable,
      node.kind,
    ]);
    if (shown === entry.shown) return;
    entry.shown = shown;
    const { root } = entry;
    root.className = `node ${node.holds ? 'holds' : 'leaf'} kind-${node.kind} ${node.mark ?? ''} ${!node.holds && box.height >= TALL ? 'tall' : ''} ${heat?.overloaded ? 'overloaded' : ''} ${load && !node.holds && box.height < 76 ? 'low' : ''} ${heat?.share != null && !node.holds ? 'gauged' : ''}`;
    root.style.transform = `translate(${box.x}px, ${box.y}px)`;
    root.style.width = `${box.width}px`;
    root.style.height = `${box.height}px`;
    root.style.zIndex = `${node.depth}`;
    root.tabIndex = reachable ? 0 : -1;
    root.setAttribute('aria-selected', `${selected}`);
    const mark = node.mark ?? '';
    // What is written comes first and in its order, so that it can be spoken as it is seen.
    root.setAttribute(
      'aria-label',
      [`${labelOf(node.kind)} ${node.name}`, load, node.detail, mark].filter(Boolean).join(', '),
    );
    const figures = node.holds || box.height >= 56 ? [] : [node.detail, load];
    const cut = name === node.name ? [] : [node.name];
    root.title = [...cut, ...figures].filter(Boolean).join(' · ');
    // The spaces keep words apart for what reads the page without its layout.
    entry.name.textContent = `${name} `;
    entry.mark.dataset['sign'] = node.mark ? MARK_SIGN[node.mark] : '';
    entry.mark.title = mark;
    entry.mark.hidden = mark === '';
    entry.detail.textContent = node.detail;
    entry.load.textContent = load && `${load} `;
    if (entry.kind !== node.kind) {
      entry.kind = node.kind;
      entry.icon.replaceChildren(
        ...icons[node.kind].map(([tag, attributes]) => {
          const stroke = document.createElementNS(SVG, tag);
          for (const [key, value] of Object.entries(attributes))
            stroke.setAttribute(key, `${value}`);
          return stroke;
        }),
      );
    }
  }
}
