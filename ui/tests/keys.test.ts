import { describe, expect, it } from 'vitest';
import { actionOf, bindings, keyOf } from '../src/frame/keys';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    [press('s'), 'spin-out'],
    [press('s', { ctrlKey: true }), 'save'],
    [press('S', { ctrlKey: true, shiftKey: true }), 'save-as'],
    [press('z', { metaKey: true }), 'undo'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'redo'],
    [press('Enter', { ctrlKey: true }), 'run'],
    [press('+', { shiftKey: true }), 'zoom-in'],
    [press('?', { shiftKey: true }), 'help'],
    [press('ArrowLeft'), 'left'],
    [press('ArrowLeft', { shiftKey: true }), 'left'],
    [press('ArrowLeft', { altKey: true }), 'go-left'],
    [press('F'), 'alone'],
    [press('q'), null],
  ])('%o means %s', (event, action) => expect(actionOf(event, false)).toBe(action));

  it('leave text alone while it is being written', () => {
    expect(actionOf(press('s'), true)).toBeNull();
    expect(actionOf(press('ArrowLeft'), true)).toBeNull();
    expect(actionOf(press('z', { ctrlKey: true }), true)).toBeNull();
    expect(actionOf(press('s', { ctrlKey: true }), true)).toBe('save');
  });

  it('mean one action each', () => {
    const pressed = bindings.map((b) => [b.key, b.ctrl, b.shift, b.alt].join());
    expect(new Set(pressed).size).toBe(pressed.length);
    expect(keyOf('run')).toBe('Ctrl+Enter');
  });
});
