import { describe, expect, it } from 'vitest';
import { kindOf, ofKind, parameter, withParameter } from '../src/inspector/demand';
import { described } from '../src/inspector/form/described';
import type { FieldSpec } from '../src/inspector/spec';
import { description } from './backend';
import { parsed, valueAt, written } from '../src/inspector/value';

const field = (group: string, key: string) => described(description, group, key);

describe('fields', () => {
  const threads = field('Process', 'threads');
  const timeout = field('Relationship', 'timeout');

  it('read what they stand for from the element', () => {
    const element = { kind: 'monolith', process: { threads: 64, in_flight: null } };
    expect(valueAt(element, 'process/threads')).toBe(64);
    expect(valueAt(element, 'process/in_flight')).toBeUndefined();
    expect(valueAt(element, 'store/connections')).toBeUndefined();
  });

  it('are there for what a platform does for a function', () => {
    const memory = field('Function', 'memory');
    expect(valueAt({ memory: '512MiB' }, memory.path)).toBe('512MiB');
    expect(written(memory, '512MiB')).toBe('512 MiB');
    expect(parsed(memory, '1 GiB')).toEqual({ ok: true, value: '1GiB' });
    expect(parsed(field('Function', 'concurrency'), '0').ok).toBe(false);
  });

  it('write quantities with a space and read them without', () => {
    expect(written(timeout, '1.5s')).toBe('1.5 s');
    expect(parsed(timeout, '1.5 s')).toEqual({ ok: true, value: '1.5s' });
  });

  it('take a value away when they are emptied, if there is something to fall back to', () => {
    expect(parsed(threads, '  ')).toEqual({ ok: true, value: null });
    expect(parsed(field('Retry', 'attempts'), '').ok).toBe(false);
  });

  it('say what is wrong, before anything is sent', () => {
    const wrong = (spec: FieldSpec, text: string) => {
      const result = parsed(spec, text);
      return result.ok ? '' : result.error;
    };
    expect(wrong(threads, '0')).toBe('This must be at least 1.');
    expect(wrong(threads, '2.5')).toBe('This must be a whole number.');
    expect(wrong(threads, 'many')).toBe('This must be a number.');
    expect(wrong(timeout, '30')).toContain('A unit is missing');
    expect(wrong(field('Retry', 'jitter'), '2')).toBe('This must be at most 1.');
  });
});

describe('demands', () => {
  it('keep their mean when their kind changes', () => {
    const demand = { lognormal: { mean: '40ms', p95: '120ms' } };
    expect(ofKind('exponential', demand)).toEqual({ exponential: { mean: '40ms' } });
    expect(ofKind('constant', demand)).toEqual({ constant: '40ms' });
    expect(ofKind('none', demand)).toBeNull();
    expect(ofKind('lognormal', { constant: '10ms' })).toEqual({
      lognormal: { mean: '10ms', p95: '24ms' },
    });
  });

  it('change one parameter and leave the others', () => {
    const demand = { lognormal: { mean: '40ms', p95: '120ms' } };
    const next = withParameter(demand, 'p95', '200ms');
    expect(next).toEqual({ lognormal: { mean: '40ms', p95: '200ms' } });
    expect(kindOf(next)).toBe('lognormal');
    expect(parameter(withParameter({ constant: '5ms' }, '', '7ms'), '')).toBe('7ms');
  });
});
