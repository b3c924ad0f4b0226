import { visible } from './camera';
import { grown } from './geometry';
import { Names } from './names';
import { NodePool, type NodeState } from './node-pool';
import { FAR, MIDDLE, type Picture } from './paint';
import type { SceneNode } from './scene';

/** Far away, elements are still in the page for those who do not see, unless there are very many. */
const MOST_FAR_NODES = 400;

/** The nodes of the page that stand over a picture: which they are and what each shows. */
export class NodesInSight {
  private readonly pool: NodePool;
  private readonly names = new Names();

  constructor(private readonly host: HTMLElement) {
    this.pool = new NodePool(host);
  }

  element(id: string): HTMLElement | null {
    return this.pool.element(id);
  }

  /** Only moves those that stand there. */
  look({ camera }: Pick<Picture, 'camera'>): void {
    this.host.style.transform = `scale(${camera.zoom}) translate(${-camera.x}px, ${-camera.y}px)`;
  }

  show({ scene, camera, viewport, heat, selected }: Picture): void {
    const near = camera.zoom >= FAR;
    const middle = camera.zoom < MIDDLE;
    this.look({ camera });
    this.host.classList.toggle('far', !near);
    this.host.classList.toggle('middle', near && middle);
    const seen = new Set(scene.index.within(grown(visible(camera, viewport), 40)));
    const shown = scene.order.filter(
      (n) => seen.has(n.id) && (near || seen.size <= MOST_FAR_NODES),
    );
    const last = [...selected].at(-1);
    const current = shown.some((n) => n.id === last) ? last : shown[0]?.id;
    const stateOf = (node: SceneNode): NodeState => ({
      node,
      name: near ? this.names.of(node, middle) : node.name,
      heat: heat.get(node.id),
      selected: selected.has(node.id),
      reachable: node.id === current,
    });
    this.pool.show(shown.map(stateOf));
  }
}
