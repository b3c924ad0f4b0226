import { describe, expect, it } from 'vitest';
import {
  count,
  figure,
  howSure,
  money,
  percent,
  plusMinus,
  rate,
  seconds,
  signed,
} from '../src/format/figures';
import { parseNumber, parseQuantity, spaced, toSeconds } from '../src/format/quantity';

const NARROW = '\u202f';

describe('figures', () => {
  it.each([
    [0, '0'],
    [0.4126, '0.413'],
    [412.4, '412'],
    [1180.2, `1${NARROW}180`],
    [999.96, `1${NARROW}000`],
    [-3.14159, '−3.14'],
    [NaN, '–'],
  ])('%s is written %s', (value, text) => expect(figure(value)).toBe(text));

  it.each([
    [0.0000042, '4.20 µs'],
    [0.412, '412 ms'],
    [9.04, '9.04 s'],
    [300, '5.00 min'],
    [null, '–'],
  ])('%s seconds are written %s', (value, text) => expect(seconds(value)).toBe(text));

  it('keeps the nines of a share near one', () => {
    expect(percent(0.9997)).toBe('99.970 %');
    expect(percent(0.99999)).not.toBe(percent(1));
    expect(percent(1)).toBe('100 %');
    expect(percent(0.312)).toBe('31.2 %');
  });

  it('writes money, rates and counts', () => {
    expect(money(1240.4)).toBe(`$1${NARROW}240`);
    expect(money(0.0000213)).toBe('$0.0000213');
    expect(money(-96.5)).toBe('−$96.50');
    expect(rate(200)).toBe('200 /s');
    expect(rate(0.05)).toBe('3.00 /min');
    expect(count(4712345)).toBe(`4${NARROW}712${NARROW}345`);
  });

  it('signs a difference once, and nothing where there is none', () => {
    expect(signed('$96')).toBe('+$96');
    expect(signed('−$96')).toBe('−$96');
    expect(signed('0 ms')).toBe('0 ms');
    expect(signed('$0.00')).toBe('$0.00');
  });

  it('says how wide an interval is against its value', () => {
    expect(plusMinus({ value: 100, low: 97, high: 103 })).toBe('±3.0 %');
    expect(plusMinus({ value: 100, low: 100, high: 100 })).toBe('');
    expect(plusMinus({ value: 0, low: -1, high: 1 })).toBe('');
    expect(plusMinus(null)).toBe('');
  });

  it('says that an interval is simulation noise only', () => {
    const text = howSure({ value: 1, low: 0.9, high: 1.1 }, seconds, 0.95);
    expect(text).toContain('900 ms to 1.10 s at 95 % confidence');
    expect(text).toContain('Simulation noise only');
    expect(howSure(null, seconds)).toContain('Not known');
  });
});

describe('quantities', () => {
  it.each([
    ['40 ms', '40ms'],
    ['40ms', '40ms'],
    [' 1.50 S ', '1.5s'],
    ['3 µs', '3us'],
  ])('reads %s as %s', (text, value) =>
    expect(parseQuantity(text, 'time')).toEqual({ ok: true, value }),
  );

  it.each([
    ['40', 'unit is missing'],
    ['fast', 'Start with a number'],
    ['-3ms', 'Start with a number'],
    ['40 parsecs', '“parsecs” is not a unit'],
  ])('refuses %s and says why', (text, why) => {
    const result = parseQuantity(text, 'time');
    expect(result.ok).toBe(false);
    expect(!result.ok && result.error).toContain(why);
  });

  it('knows the units of its dimension only', () => {
    expect(parseQuantity('2 GiB', 'size')).toEqual({ ok: true, value: '2GiB' });
    expect(parseQuantity('2 GiB', 'time').ok).toBe(false);
    expect(parseQuantity('200/s', 'rate')).toEqual({ ok: true, value: '200/s' });
  });

  it('holds numbers to their range', () => {
    expect(parseNumber('64', { min: 1, whole: true })).toEqual({ ok: true, value: 64 });
    expect(parseNumber('0', { min: 1 }).ok).toBe(false);
    expect(parseNumber('1.5', { whole: true }).ok).toBe(false);
    expect(parseNumber('', {}).ok).toBe(false);
  });

  it('reads durations of the file', () => {
    expect(toSeconds('2min')).toBe(120);
    expect(toSeconds('450ms')).toBeCloseTo(0.45, 12);
    expect(toSeconds('soon')).toBeNaN();
    expect(spaced('450ms')).toBe('450 ms');
    expect(spaced('200/s')).toBe('200/s');
  });
});
