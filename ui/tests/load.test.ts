import { describe, expect, it } from 'vitest';
import type { Load } from '../src/generated/protocol';
import { asRate, asTime, line, perSecond, rateAt, stepOf } from '../src/scenario/rate';
import { asLoad, readTrace, type Trace } from '../src/scenario/series';
import { asKind, drawn, handles, moved, withPoint } from '../src/scenario/shape';

const curve: Load = {
  curve: [
    { at: '0s', rate: '10/s' },
    { at: '10min', rate: '30/s' },
  ],
};
const trace = (text: string, said = {}): Trace => {
  const read = readTrace(text, said);
  if ('problem' in read) throw new Error(read.problem);
  return read;
};

describe('a load over time', () => {
  it('is read as the engine reads it', () => {
    expect(rateAt(curve, 300)).toBeCloseTo(20);
    expect(rateAt(curve, 9000)).toBe(30);
    const spike: Load = { spike: { base: '60/min', peak: '5/s', at: '1min', duration: '30s' } };
    expect([59, 60, 89.9, 90].map((t) => rateAt(spike, t))).toEqual([1, 5, 5, 1]);
    const day: Load = { day: { low: '2/s', high: '8/s' } };
    expect(rateAt(day, 4 * 3600)).toBeCloseTo(2);
    expect(rateAt(day, 16 * 3600)).toBeCloseTo(8);
    const series: Load = { series: { source: '', step: '10s', scale: 2, counts: [10, 50] } };
    expect([0, 12, 99].map((t) => rateAt(series, t))).toEqual([2, 10, 10]);
  });

  it('keeps units and round times', () => {
    expect(asRate(2, '60/min')).toBe('120/min');
    expect(perSecond(asRate(1 / 3))).toBeCloseTo(1 / 3, 3);
    expect([0, 90, 120, 7200, 2.5].map(asTime)).toEqual(['0s', '90s', '2min', '2h', '2.5s']);
    expect(900 / stepOf(900)).toBeLessThanOrEqual(120);
  });

  it('goes where its handles are moved, and points stay in their order', () => {
    const up = moved(curve, 1, [605, 44.44], 1800);
    expect(up).toEqual({ curve: [curve.curve[0], { at: '10min', rate: '44.4/s' }] });
    const past = moved(curve, 0, [5000, 10], 1800) as typeof curve;
    expect(rateAt(past, 0)).toBe(10);
    expect(line(past, 1800).every(([t], i, all) => i === 0 || t >= all[i - 1]![0])).toBe(true);
    const spike: Load = { spike: { base: '1/s', peak: '5/s', at: '1min', duration: '30s' } };
    expect(moved(spike, 2, [60, 5], 900)).toMatchObject({ spike: { duration: '10s' } });
    expect(handles(spike, 900).map((h) => h.time)).toEqual([30, 60, 90]);
  });

  it('takes a point on its own line', () => {
    const points = withPoint(curve.curve, 300, 1800);
    expect(points[1]).toEqual({ at: '5min', rate: '20/s' });
    expect(withPoint(points, 300, 1800)).toHaveLength(3);
  });

  it('keeps of a drawn line the corners only', () => {
    const stroke: [number, number][] = [];
    for (let t = 0; t <= 900; t += 3) stroke.push([t, t < 450 ? 10 + t / 10 : 55]);
    const made = drawn(stroke, 900) as typeof curve;
    expect(made.curve.length).toBeLessThan(8);
    expect(rateAt(made, 225)).toBeCloseTo(32.5, 0);
    expect(rateAt(made, 800)).toBeCloseTo(55, 0);
    expect(drawn([[1, 1]], 900)).toBeNull();
  });

  it('becomes another kind at about its rate', () => {
    for (const kind of ['curve', 'spike', 'day', 'constant']) {
      const made = asKind({ constant: '40/s' }, kind, 1800);
      expect(Object.keys(made)).toEqual([kind]);
      expect(rateAt(made, kind === 'day' ? 16 * 3600 : 0)).toBeCloseTo(40);
    }
    expect(asKind({ constant: '4/s' }, 'closed', 60)).toHaveProperty('closed.population', 20);
  });
});

describe('a recorded trace', () => {
  it('finds its columns, its step and what is missing', () => {
    const read = trace(
      'timestamp,value\n2014-04-10 00:04:00,94\n2014-04-10 00:09:00,56\n2014-04-10 00:24:00,187\n2014-04-10 00:29:00,n/a\n2014-04-10 00:34:00,9',
    );
    expect(read).toMatchObject({
      columns: ['timestamp', 'value'],
      time: 0,
      count: 1,
      step: 300,
      counts: [94, 56, 0, 0, 187, 0, 9],
      unreadable: 1,
    });
    expect(read.gaps).toEqual([
      { after: '2014-04-10 00:09:00', missing: 2 },
      { after: '2014-04-10 00:24:00', missing: 1 },
    ]);
    expect(asLoad(read, 'x')).toMatchObject({ series: { step: '5min', counts: read.counts } });
  });

  it('needs no times and takes what is said of it', () => {
    expect(trace('5\n7\n9', { step: 10 })).toMatchObject({
      time: null,
      counts: [5, 7, 9],
      step: 10,
    });
    const two = 'a;b\n1;10\n2;20\n3;30';
    expect(trace(two)).toMatchObject({ time: 0, count: 1, counts: [10, 20, 30] });
    expect(trace(two, { time: null, count: 0 }).counts).toEqual([1, 2, 3]);
  });

  it('says what is wrong', () => {
    expect(readTrace('only')).toHaveProperty('problem');
    expect(readTrace('a,b\nx,y\nz,w')).toHaveProperty('problem');
    expect(
      readTrace('t,n\n2020-01-01T00:00:00Z,1\n2020-01-01T00:00:01Z,1\n2030-01-01T00:00:00Z,1'),
    ).toHaveProperty('problem');
  });
});
