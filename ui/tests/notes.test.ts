import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { intersects } from '../src/canvas/geometry';
import type { NoteView } from '../src/generated/protocol';
import { stretched } from '../src/state/noting.svelte';
import { viewOf } from './backend';
import { giveRoom, openWindow } from './window';

beforeEach(giveRoom);
afterEach(cleanup);

const hint: NoteView = {
  text: 'Pull the images out.',
  element: 'images',
  option: null,
  position: { x: 700, y: 400, width: 240, height: 64 },
};
const noted = () => viewOf('baseline', { notes: { hint } });
const edits = (backend: Awaited<ReturnType<typeof openWindow>>) =>
  backend.requests('apply').map((request) => request['edit'] as { path: string; value: unknown });
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

it('a note is written, and stands beside what it is about, in one step', async () => {
  const backend = await openWindow(viewOf());
  await fireEvent.click(await screen.findByTestId('outline-db'));
  await fireEvent.keyDown(document.body, { key: 'N', shiftKey: true });
  const field = await screen.findByTestId<HTMLTextAreaElement>('note-text');
  field.value = 'Watch its connections';
  await fireEvent.blur(field);
  await settled();
  const [note, place] = edits(backend);
  expect(note?.path).toBe('notes/watch-its-connections');
  expect(note?.value).toEqual({ text: 'Watch its connections', element: 'db' });
  expect(place?.path).toBe('layout/notes/watch-its-connections');
  const { layout } = viewOf().architecture;
  const box = place!.value as NoteView['position'];
  expect(intersects(box, layout['db']!)).toBe(false);
  const gestures = backend.requests('apply').map((request) => request['gesture']);
  expect(new Set(gestures).size).toBe(1);
});

it('a note without text is none', async () => {
  const backend = await openWindow(viewOf());
  await fireEvent.keyDown(document.body, { key: 'N', shiftKey: true });
  await fireEvent.blur(await screen.findByTestId('note-text'));
  await settled();
  expect(backend.requests('apply')).toEqual([]);
});

it('a note is moved, edited and taken away by key', async () => {
  const backend = await openWindow(noted());
  const note = await screen.findByTestId('note-hint');
  expect(note.textContent).toContain('Pull the images out.');
  await fireEvent.keyDown(note, { key: 'ArrowRight' });
  await settled();
  expect(edits(backend).at(-1)).toEqual({
    kind: 'set',
    path: 'layout/notes/hint',
    value: { ...hint.position, x: 708 },
  });
  await fireEvent.keyDown(note, { key: 'Enter' });
  const field = await screen.findByTestId<HTMLTextAreaElement>('note-text');
  expect(field.value).toBe(hint.text);
  field.value = 'Done';
  await fireEvent.keyDown(field, { key: 'Escape' });
  const before = backend.requests('apply').length;
  await fireEvent.keyDown(await screen.findByTestId('note-hint'), { key: 'Delete' });
  await settled();
  expect(edits(backend).slice(before)).toEqual([
    { kind: 'set', path: 'notes/hint', value: null },
    { kind: 'set', path: 'layout/notes/hint', value: null },
  ]);
});

it('a note stays large enough for a word', () => {
  const small = stretched(hint.position, -900, -900);
  expect(small.width).toBeGreaterThan(80);
  expect(small.height).toBeGreaterThan(20);
});
