import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { levelsOf, make, slug, told } from '../src/quick/make';
import { find, read, type Meant } from '../src/quick/read';
import { commands, completions } from '../src/quick/suggest';
import { architecture } from './architecture';
import { description } from './backend';
import { giveRoom, openWindow } from './window';

const shop = architecture();
const meant = (line: string, inside: string | null = null) => read(line, shop, description, inside);
const why = (line: string) => {
  const result = meant(line);
  return result.is === 'nothing' ? result.why : '';
};
function made(line: string) {
  const result = meant(line);
  if (result.is === 'nothing') throw new Error(result.why);
  return make(result, shop, description);
}

describe('a line', () => {
  it('names an element, whose kind is said or told by its name', () => {
    expect(meant('service Checkout')).toMatchObject({ kind: 'service', name: 'Checkout' });
    expect(meant('orders-db')).toMatchObject({ is: 'element', kind: 'store' });
    expect(meant('Resize jobs')).toMatchObject({ kind: 'queue', name: 'Resize jobs' });
    expect(meant('Checkout')).toMatchObject({ kind: 'service', inside: null });
    expect(meant('service')).toMatchObject({ name: 'service' });
  });

  it('puts a part of a process into it', () => {
    const name = shop.elements['shop']!.name ?? 'shop';
    expect(meant(`Search in ${name}`)).toMatchObject({ kind: 'component', inside: 'shop' });
    expect(meant('Search', 'shop')).toMatchObject({ kind: 'component', inside: 'shop' });
    expect(why('component Search')).toContain('stands in a process');
    expect(why(`store Cache in ${name}`)).toContain('cannot stand in');
  });

  it('links what is there with what is there, by what the other end is', () => {
    const link = meant('images -> db 2/req 4ms') as Extract<Meant, { is: 'link' }>;
    expect(link).toMatchObject({ mode: 'reads', perRequest: 2, time: '4ms' });
    expect(link.to).toMatchObject({ is: 'known', id: 'db' });
    expect(meant('images -> db writes')).toMatchObject({ mode: 'writes' });
    expect(meant('images -> jobs queue')).toMatchObject({
      mode: 'publishes',
      to: { is: 'new', kind: 'queue' },
    });
    expect(meant('new queue -> worker')).toMatchObject({
      mode: 'consumes',
      from: { name: 'worker' },
    });
  });

  it('is refused with the reason where it makes no sense', () => {
    expect(why('images -> images')).toContain('itself');
    expect(why('db -> images')).toContain('A store');
    expect(why('images -> db publishes')).toContain('not to a store');
    expect(why('images -> db calls')).toContain('not to a store');
    expect(why('users -> jobs queue consumes')).toContain('A client');
    expect(why('images -> users')).toContain('not to a client');
    expect(why('a -> b -> c')).toContain('One arrow');
    expect(why('')).toContain('name');
  });

  it('finds by id, by name and by a beginning that is one only', () => {
    expect(find('DB', shop)?.id).toBe('db');
    expect(find('nobody', shop)).toBeNull();
  });
});

describe('what a line makes', () => {
  it('is new elements and their link in one, with the figures as guesses', () => {
    const { edits } = made('images -> New cache db 3/req 2ms');
    const add = edits.find((e) => e.kind === 'add')!;
    expect(add.elements).toMatchObject({
      'new-cache-db': {
        kind: 'store',
        name: 'New cache db',
        operations: { default: { demand: { exponential: { mean: '2ms' } } } },
      },
    });
    expect(Object.values(add.relationships!)[0]).toMatchObject({
      to: 'new-cache-db',
      per_request: 3,
    });
    expect(edits.some((e) => e.kind === 'set' && e.path.startsWith('basis/'))).toBe(true);
  });

  it('gives its time to who works: the consumer, not its queue', () => {
    const { edits } = made('Resize jobs -> Resizer 40ms');
    const add = edits.find((e) => e.kind === 'add')!;
    expect(add.elements).toMatchObject({
      resizer: { operations: { default: { demand: { exponential: { mean: '40ms' } } } } },
    });
    expect(Object.values(add.relationships!)[0]).toMatchObject({
      from: 'resizer',
      to: 'resize-jobs',
      mode: 'consumes',
    });
  });

  it('never takes an identifier twice', () => {
    const taken = new Set(['db', 'db-2']);
    expect(slug('DB', (id) => taken.has(id))).toBe('db-3');
    expect(slug('Größe & Co.', () => false)).toBe('gro-e-co');
    expect(slug('东京', () => false)).toBe('new');
  });

  it('is told before it is drawn', () => {
    expect(told(meant('service Checkout'), shop, description)).toBe('New service “Checkout”');
  });
});

describe('suggestions', () => {
  it('complete the end of a link, and find every action by its words', () => {
    const ends = completions('images -> d', shop, description);
    expect(ends.some((s) => s.is === 'text' && s.text.startsWith('images -> '))).toBe(true);
    expect(commands('side by side', shop).some((s) => s.is === 'action')).toBe(true);
    expect(commands('align left', shop)[0]).toMatchObject({ is: 'action', action: 'align-left' });
  });
});

describe('the keyboard alone', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);

  it('draws an element in the strokes of its name and two more', async () => {
    const backend = await openWindow();
    await fireEvent.keyDown(document.body, { key: 'n' });
    const input = (await screen.findByTestId('quick-input')) as HTMLInputElement;
    await fireEvent.input(input, { target: { value: 'service Checkout' } });
    expect(screen.getByTestId('quick-meant').textContent).toContain('New service “Checkout”');
    await fireEvent.keyDown(input, { key: 'Enter' });
    await waitFor(() => expect(screen.queryByTestId('quick')).toBeNull());
    expect(backend.requests('apply').at(-1)!['edit']).toMatchObject({
      kind: 'add',
      elements: { checkout: { kind: 'service', name: 'Checkout' } },
    });
  });

  it('asks before it removes what an option needs', async () => {
    const also = [{ what: 'option' as const, name: 'Worker', why: 'it is gone' }];
    const backend = await openWindow(undefined, { removal: () => ({ also }) });
    await fireEvent.click(screen.getByTestId('outline-images'));
    await fireEvent.keyDown(document.body, { key: 'Delete' });
    expect((await screen.findByTestId('question', {}, { timeout: 5000 })).textContent).toContain(
      'option Worker: it is gone',
    );
    expect(backend.requests('apply')).toHaveLength(0);
    await fireEvent.click(screen.getByTestId('answer-remove'));
    await waitFor(() =>
      expect(backend.requests('apply').at(-1)!['edit']).toMatchObject({
        kind: 'remove',
        elements: ['images'],
      }),
    );
  });
});

describe('the palette', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);

  it('lists every kind once, a boundary by its levels, and writes its word into the quick line', async () => {
    await openWindow();
    await fireEvent.click(screen.getByTestId('left-palette'));
    const palette = await screen.findByTestId('palette', {}, { timeout: 5000 });
    const levels = [...levelsOf(description).map(([level]) => level), 'node-pool'];
    const kinds = description.kinds.map(({ kind }) => kind).filter((kind) => kind !== 'boundary');
    const listed = [...palette.querySelectorAll('button')].map((b) => b.dataset['testid']);
    expect(listed).toEqual([...kinds, ...levels].map((word) => `palette-${word}`));
    await fireEvent.click(screen.getByTestId('palette-queue'));
    const input = (await screen.findByTestId('quick-input')) as HTMLInputElement;
    expect(input.value).toBe('queue ');
  });
});

describe('a boundary', () => {
  const level = (name: string) => {
    const meant = { is: 'element', name, kind: 'boundary', inside: null, time: null } as const;
    const [edit] = make(meant, architecture(), description).edits;
    return edit?.kind === 'add' ? Object.values(edit.elements!)[0]!.boundary : null;
  };

  it('is of the level that its name says', () => {
    expect(level('Region eu')).toEqual({ of: 'region' });
    expect(level('payments namespace')).toEqual({ of: 'namespace' });
    expect(level('Backstage')).toEqual({ of: 'cluster' });
    expect(level('Node pool')).toEqual({ of: 'cluster', nodes: { cores: 4, max: 3 } });
  });
});
