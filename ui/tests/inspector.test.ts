import { describe, expect, it } from 'vitest';
import {
  figuresOf,
  kindOf,
  knownBy,
  pairText,
  parameter,
  withParameter,
} from '../src/inspector/demand';
import { densityPath, height, withinPath } from '../src/inspector/distribution/density';
import { described } from '../src/inspector/form/described';
import type { FieldSpec } from '../src/inspector/spec';
import { description } from './backend';
import { valueAt } from '../src/format/path';
import { parsed, written } from '../src/inspector/value';

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

describe('distributions', () => {
  it('are known by the figures that are written', () => {
    const drawn = { lognormal: { mean: '40ms', p95: '120ms' } };
    expect(figuresOf(drawn, 'time').map((spec) => spec.path)).toEqual(['mean', 'p95']);
    expect(knownBy(drawn)).toBe('mean p95');
    expect(pairText('p50 p95')).toBe('P50 and P95');
    expect(knownBy({ exponential: { mean: '1s' } })).toBeNull();
    const quantiles = { quantiles: { p99: '1s', p50: '2ms', 'p99.9': '3s' } };
    expect(figuresOf(quantiles, 'time').map((spec) => spec.path)).toEqual(['p50', 'p99', 'p99.9']);
    expect(figuresOf({ constant: '1KiB' }, 'size')[0]).toMatchObject({ dimension: 'size' });
  });

  it('change one figure and leave the others', () => {
    const drawn = { lognormal: { mean: '40ms', p95: '120ms' } };
    const next = withParameter(drawn, 'p95', '200ms');
    expect(next).toEqual({ lognormal: { mean: '40ms', p95: '200ms' } });
    expect(kindOf(next)).toBe('lognormal');
    expect(parameter(withParameter({ constant: '5ms' }, '', '7ms'), '')).toBe('7ms');
    const fewer = withParameter({ quantiles: { p50: '1ms', p95: '2ms' } }, 'p95', null);
    expect(fewer).toEqual({ quantiles: { p50: '1ms' } });
  });
});

describe('a picture of a distribution', () => {
  const picture = { mean: 1, p50: 1, p95: 3, p99: 4, to: 4, shares: [0.5, 0.25, 0.15, 0.05] };
  const plane = { width: 40, base: 100, top: 0 };

  it('rises to the share of all that lies before its end', () => {
    expect(withinPath(picture, plane)).toBe('M0 100L10 50L20 25L30 10L40 5');
    const even = { ...picture, shares: [0.2, 0.4, 0.3, 0.1] };
    expect(densityPath(even, plane)).toBe('M0 100V50H10V0H20V25H30V75H40V100Z');
  });

  it('lets a spike leave it rather than press the rest flat', () => {
    expect(height([0.9, 0.05, 0.04, 0.01])).toBeCloseTo(0.064);
    expect(height([1, 0, 0])).toBe(1);
    expect(height([0.3, 0.3, 0.2])).toBe(0.3);
  });
});
