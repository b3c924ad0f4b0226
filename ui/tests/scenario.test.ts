import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultText } from '../src/inspector/fault';
import { FAULTS, figuresOf, newFault, usual, withFigure } from '../src/inspector/faults';
import { valueAt } from '../src/format/path';
import { parsed } from '../src/inspector/value';
import type { Scenario, View } from '../src/generated/protocol';
import { architecture } from './architecture';
import { viewOf } from './backend';
import { giveRoom, latestSet, openWindow } from './window';

describe('faults', () => {
  it.each(FAULTS)('can be %s: with words, and figures that can be read and set', (name) => {
    const kind = usual(name);
    expect(Object.keys(kind)).toEqual([name]);
    const said = faultText({ element: 'shop', at: '1min', duration: '1min', kind }, () => 'Shop');
    expect(said).toContain('Shop');
    for (const spec of figuresOf(kind)) {
      const value = valueAt(kind, spec.path);
      if (value === undefined) expect(spec.fallback).toBeTruthy();
      else expect(parsed(spec, String(value)).ok).toBe(true);
    }
  });

  it('keep their other figures when one changes', () => {
    const kind = { brownout: { slow: 3, errors: 0.1 } };
    expect(withFigure(kind, 'brownout/slow', 5)).toEqual({ brownout: { slow: 5, errors: 0.1 } });
    expect(withFigure({ crash: null }, 'crash', 2)).toEqual({ crash: 2 });
  });

  it('know how far a figure may go', () => {
    const [share] = figuresOf({ denial: 0.1 });
    expect(parsed(share!, '1.2').ok).toBe(false);
    const [slower] = figuresOf({ slow: 2 });
    expect(parsed(slower!, '0.5').ok).toBe(false);
  });

  it('get an id that is not taken', () => {
    const fault = { element: 'shop', at: '1s', duration: '1s', kind: usual('crash') };
    const scenario = { faults: { fault, 'fault-2': fault } } as unknown as Scenario;
    expect(newFault(scenario, 'db').id).toBe('fault-3');
  });
});

function story(change: Partial<Scenario> = {}): View {
  const scenario: Scenario = {
    kind: 'terminating',
    load: { spike: { base: '2/s', peak: '8/s', at: '3min', duration: '4min' } },
    horizon: '15min',
    faults: {
      crash: { element: 'images', at: '3min', duration: '2min', kind: { crash: null } },
    },
    ...change,
  };
  return viewOf('baseline', {
    scenarios: { steady: { scenario, digest: 'digest-baseline' } },
    architecture: architecture({
      cutovers: { out: { of: 'out', phases: [{ share: 0.01 }, { share: 0.5 }, { share: 1 }] } },
      spinouts: {
        out: {
          unit: 'shop',
          parent: 'shop',
          pattern: 'event_driven_worker',
          components: [],
          gateway: null,
          boundary: null,
          queues: [],
          data: {},
          copies: {},
        },
      },
    }),
  });
}

describe('the menu of scenarios', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);

  it('adds one that the model is offered, and shows it', async () => {
    const spike: Scenario = {
      name: 'Spike',
      description: 'Five times the usual load for five minutes.',
      kind: 'terminating',
      load: { spike: { base: '20/s', peak: '100/s', at: '10min', duration: '5min' } },
      horizon: '30min',
    };
    const presets = [{ id: 'spike', free_id: 'spike-2', scenario: spike }];
    const backend = await openWindow(viewOf(), { presets: () => ({ presets }) });
    await fireEvent.keyDown(screen.getByTestId('scenario'), { key: 'Enter' });
    const item = await screen.findByTestId('preset-spike');
    expect(item.textContent).toContain('Five times the usual load');
    await fireEvent.pointerUp(item);
    await waitFor(() => expect(latestSet(backend)).toEqual(['scenarios/spike-2', spike]));
  });
});

describe('the scenario in the inspector', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);
  const write = async (testid: string, value: string) => {
    const field = screen.getByTestId(testid);
    await fireEvent.input(field, { target: { value } });
    await fireEvent.keyDown(field, { key: 'Enter' });
  };
  const choose = (testid: string, value: string) =>
    fireEvent.change(screen.getByTestId(testid), { target: { value } });

  it('changes a fault: what it is, whom it hits, when and for how long', async () => {
    const backend = await openWindow(story());
    expect((await screen.findByTestId('fault-crash')).textContent).toContain(
      'all instances of Image processing crash',
    );
    await choose('fault-crash-kind', 'brownout');
    expect(latestSet(backend)).toEqual([
      'scenarios/steady/faults/crash/kind',
      { brownout: { slow: 3, errors: 0.1 } },
    ]);
    await write('fault-crash-crash', '2');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['scenarios/steady/faults/crash/kind', { crash: 2 }]),
    );
    await choose('fault-crash-element', 'db');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['scenarios/steady/faults/crash/element', 'db']),
    );
    await write('fault-crash-at', '5 min');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['scenarios/steady/faults/crash/at', '5min']),
    );
    await write('fault-crash-duration', 'soon');
    expect((await screen.findByTestId('fault-crash-duration-error')).textContent).toContain(
      'number',
    );
  });

  it('adds a fault and removes one', async () => {
    const backend = await openWindow(story());
    await fireEvent.click(await screen.findByTestId('add-fault'));
    await waitFor(() => expect(latestSet(backend)[0]).toBe('scenarios/steady/faults/fault'));
    expect(latestSet(backend)[1]).toMatchObject({ at: '3min', kind: { crash: null } });
    await fireEvent.click(screen.getByTestId('fault-crash-remove'));
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['scenarios/steady/faults/crash', null]),
    );
  });

  it('says when the phases of a cutover begin, one after the other', async () => {
    const backend = await openWindow(story({ cutovers: { out: { at: ['1min'] } } }));
    const cutover = await screen.findByTestId('cutover-out');
    expect(within(cutover).queryByTestId('cutover-out-2')).toBeNull();
    await write('cutover-out-1', '3min');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual([
        'scenarios/steady/cutovers/out',
        { at: ['1min', '3min'] },
      ]),
    );
    await write('cutover-out-back', '8min');
    await waitFor(() => expect(latestSet(backend)[1]).toEqual({ at: ['1min'], back: '8min' }));
    await write('cutover-out-0', '');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['scenarios/steady/cutovers/out', null]),
    );
  });

  it('changes the load, and becomes a story only with a length', async () => {
    const backend = await openWindow();
    await write('load-constant', '25 /s');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['scenarios/steady/load/constant', '25/s']),
    );
    expect(screen.queryByTestId('add-fault')).toBeNull();
    await choose('scenario-kind', 'terminating');
    await waitFor(() =>
      expect(latestSet(backend)).toEqual([
        'scenarios/steady',
        { kind: 'terminating', load: { constant: '20/s' }, horizon: '15min' },
      ]),
    );
  });
});
