import { describe, expect, it } from 'vitest';
import { encloses, intersects } from '../src/canvas/geometry';
import { buildScene } from '../src/canvas/scene';
import type { Architecture, Element } from '../src/generated/protocol';
import { layOut } from '../src/tidy/layout';
import { tidyPlan } from '../src/tidy/plan';
import { architecture } from './architecture';

/** The drawing after tidying, laid out here instead of in a worker. */
async function tidied(model: Architecture, selected: string[] | null = null) {
  const plan = tidyPlan(model, selected && new Set(selected));
  if ('why' in plan) throw new Error(plan.why);
  const places = plan.settled(await layOut(plan.graph));
  return { places, scene: buildScene({ ...model, layout: { ...model.layout, ...places } }) };
}

function expectTidy({ scene }: Awaited<ReturnType<typeof tidied>>): void {
  for (const node of scene.order) {
    const frame = node.parent === null ? null : scene.nodes.get(node.parent)!;
    if (frame) expect(encloses(frame.box, node.box), `${node.id} is in ${frame.id}`).toBe(true);
    const beside = scene.order.filter((n) => n.parent === node.parent && n.id !== node.id);
    for (const other of beside) {
      const both = `${node.id} ${JSON.stringify(node.box)} and ${other.id} ${JSON.stringify(other.box)}`;
      expect(intersects(node.box, other.box), both).toBe(false);
    }
  }
}

/** Sixty elements in nested boundaries, all in one place. */
function heap(): Architecture {
  const elements: Record<string, Element> = {};
  const relationships: Architecture['relationships'] = {};
  for (let zone = 0; zone < 3; zone += 1) {
    elements[`zone-${zone}`] = { kind: 'boundary', boundary: { of: 'zone' } };
    for (let i = 0; i < 4; i += 1) {
      const shop = `shop-${zone}-${i}`;
      elements[shop] = { kind: 'monolith', in: `zone-${zone}` };
      for (let part = 0; part < 4; part += 1) {
        elements[`${shop}-${part}`] = { kind: 'component', in: shop };
        const to = `shop-${(zone + part) % 3}-${(i + 1) % 4}`;
        relationships[`${shop}-${part}`] = { from: `${shop}-${part}`, to, mode: 'calls' };
      }
    }
  }
  const layout = Object.fromEntries(
    Object.keys(elements).map((id) => [id, { x: 0, y: 0, width: 176, height: 64 }]),
  );
  return architecture({ elements, relationships, layout });
}

describe('tidying', () => {
  it('leaves nothing over anything else, and everything in its frame', async () => {
    expectTidy(await tidied(architecture()));
    expectTidy(await tidied(heap()));
  });

  it('keeps the sizes of what holds nothing, and lays work out from left to right', async () => {
    const model = architecture();
    const { places } = await tidied(model);
    for (const id of ['users', 'catalog', 'images', 'db']) {
      const { width, height } = model.layout[id]!;
      expect(places[id]).toMatchObject({ width, height });
    }
    expect(places['users']!.x).toBeLessThan(places['catalog']!.x);
    expect(places['catalog']!.x).toBeLessThan(places['db']!.x);
  });

  it('of one frame leaves what is outside where it is', async () => {
    const model = architecture();
    const { places } = await tidied(model, ['shop']);
    expect(Object.keys(places)).not.toContain('users');
    expect(Object.keys(places)).not.toContain('db');
    expect(places['catalog']).toBeDefined();
    expectTidy(await tidied(model, ['shop']));
  });

  it('is refused where it would tear frames apart', () => {
    expect(tidyPlan(architecture(), new Set(['db']))).toHaveProperty('why');
    expect(tidyPlan(architecture(), new Set(['db', 'images']))).toHaveProperty('why');
  });

  it('takes hostile names for what they are', async () => {
    const model = architecture();
    const name = '"]; digraph { <b>&amp;';
    model.elements['users'] = { kind: 'client', name };
    expectTidy(await tidied(model));
  });
});
