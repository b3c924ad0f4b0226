import { describe, expect, it } from 'vitest';
import { legendOf, tagsOf } from '../src/canvas/perspective';
import { architecture } from './architecture';

const model = architecture({
  teams: { shop: { name: 'Shop' }, data: { name: 'Data' } },
  units: { shop: { team: 'shop' }, db: { team: 'data' } },
  data: { people: { name: 'People', store: 'db', classes: ['internal', 'pii'] } },
});
const word = (tags: ReturnType<typeof tagsOf>, id: string) => tags.get(id)?.label;

describe('a perspective', () => {
  it('shows the team of a process on its components too', () => {
    const tags = tagsOf('teams', model, {});
    expect([word(tags, 'shop'), word(tags, 'images'), word(tags, 'db')]).toEqual([
      'Shop',
      'Shop',
      'Data',
    ]);
    expect(tags.has('users')).toBe(false);
    expect(legendOf(tags).map(({ label, count }) => [label, count])).toEqual([
      ['Shop', 3],
      ['Data', 1],
    ]);
  });

  it('shows the strictest class of data, and who is connected with what is regulated', () => {
    expect(word(tagsOf('data', model, {}), 'db')).toBe('personal data');
    const scope = tagsOf('compliance', model, {});
    expect(word(scope, 'db')).toBe('regulated data');
    expect(word(scope, 'catalog')).toBe('connected to it');
    expect(scope.has('users')).toBe(false);
  });

  it('shows the least sure of the figures of an element', () => {
    const path = 'elements/images/operations/process';
    const basis = {
      [`${path}/demand`]: { kind: 'guess' },
      [`${path}/x`]: { kind: 'measured' },
    } as const;
    const tags = tagsOf('basis', model, basis);
    expect(word(tags, 'images')).toBe('a guess');
    expect(tags.has('catalog')).toBe(false);
  });

  it('shows at which level a boundary stands', () => {
    expect(word(tagsOf('deployment', model, {}), 'cluster')).toBe('cluster');
  });
});
