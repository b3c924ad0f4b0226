import type { Architecture, Element, Relationship } from '../src/generated/protocol';

/** A small shop for tests: a monolith with two components in a cluster, a client and a store. */
export function architecture(change: Partial<Architecture> = {}): Architecture {
  const elements: Record<string, Element> = {
    cluster: { kind: 'boundary', boundary: { of: 'cluster' } },
    shop: { kind: 'monolith', name: 'Shop', in: 'cluster', process: { threads: 64, cores: 2 } },
    catalog: { kind: 'component', name: 'Catalogue', in: 'shop' },
    images: {
      kind: 'component',
      name: 'Image processing',
      in: 'shop',
      operations: { process: { demand: { exponential: { mean: '450ms' } } } },
    },
    users: { kind: 'client', name: 'Users' },
    db: { kind: 'store', name: 'Database', store: { connections: 100 } },
  };
  const link = (from: string, to: string, mode: Relationship['mode'], more = {}): Relationship => ({
    from,
    to,
    mode,
    ...more,
  });
  return {
    option: 'baseline',
    elements,
    relationships: {
      'users-browse': link('users', 'catalog/browse', 'calls'),
      'catalog-reads': link('catalog/browse', 'db/query', 'reads', { per_request: 2 }),
      'images-writes': link('images/process', 'db/write', 'writes'),
      'images-marks': link('images/process', 'db/mark', 'writes'),
    },
    journeys: {},
    teams: {},
    data: {},
    contracts: {},
    units: {},
    cutovers: {},
    spinouts: {},
    marks: {},
    relationship_marks: {},
    layout: {
      users: { x: 0, y: 120, width: 140, height: 64 },
      cluster: { x: 200, y: 0, width: 420, height: 340 },
      shop: { x: 220, y: 48, width: 380, height: 270 },
      catalog: { x: 240, y: 110, width: 150, height: 64 },
      images: { x: 240, y: 220, width: 150, height: 64 },
      db: { x: 720, y: 120, width: 150, height: 72 },
    },
    findings: [],
    ...change,
  };
}
