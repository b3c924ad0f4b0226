import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { EvidenceView, HistoryEntry } from '../src/generated/protocol';
import { evidenceOf } from '../src/results/evidence';
import { applied, FakeBackend, viewOf } from './backend';
import { run } from './runs';

const entry = (change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: 7,
  at_ms: 10_000,
  model: 'Shop',
  option: 'baseline',
  scenario: 'steady',
  kind: 'steady',
  seed: 1,
  engine: '0.1.0',
  digest: 'digest-baseline',
  replications: 20,
  requests: 100000,
  objectives_met: 1,
  objectives: 1,
  overload: null,
  worst_p99_s: 0.2,
  cost_per_month: null,
  ...change,
});
const kept = ({ option, scenario, seed, engine, replications, digest }: HistoryEntry) =>
  ({ option, scenario, seed, engine, replications, digest }) satisfies EvidenceView;

describe('evidence', () => {
  it('is found again in the history by what makes a run come out the same', () => {
    const evidence = { june: kept(entry()) };
    expect(evidenceOf(entry(), evidence)).toBe('june');
    expect(evidenceOf(entry({ seed: 2 }), evidence)).toBeNull();
    expect(evidenceOf(entry({ digest: 'other' }), evidence)).toBeNull();
  });
});

describe('the history', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  });
  afterEach(cleanup);

  async function open(view = viewOf()) {
    const old = entry({ id: 8, digest: 'digest-before' });
    const backend = new FakeBackend({
      open: () => ({ document: 1, view }),
      history: () => ({ runs: [entry(), old] }),
      history_run: () => run('baseline', 0.2),
    });
    render(App, { backend });
    backend.handOver('/models/shop.spinout.json');
    await screen.findByTestId('answer-browse');
    await fireEvent.click(screen.getByTestId('drawer-history'));
    await screen.findByTestId('keep-7');
    return backend;
  }

  it('keeps a run of the model as it is as evidence, and no other', async () => {
    const backend = await open();
    backend.handlers.keep_evidence = () =>
      applied(viewOf(), [{ path: ['evidence', 'june'], value: kept(entry()) }]);
    expect(screen.getByTestId('keep-8')).toHaveProperty('disabled', true);
    await fireEvent.click(screen.getByTestId('keep-7'));
    expect(backend.requests('keep_evidence')).toEqual([
      { document: 1, option: 'baseline', revision: 1, run: 7 },
    ]);
    expect(await screen.findByTestId('kept-7')).toBeTruthy();
    expect((await screen.findByTestId('evidence-june')).textContent).not.toContain('stale');
  });

  it('says which evidence is stale, and takes it out of the file', async () => {
    const backend = await open(
      viewOf('baseline', { evidence: { may: kept(entry({ digest: 'digest-before' })) } }),
    );
    expect((await screen.findByTestId('evidence-may')).textContent).toContain('stale');
    backend.handlers.apply = () => applied(viewOf(), [{ path: ['evidence', 'may'] }]);
    await fireEvent.click(screen.getByTestId('drop-may'));
    await waitFor(() => expect(screen.queryByTestId('evidence')).toBeNull());
    expect(backend.requests('apply')[0]!['edit']).toEqual({
      kind: 'set',
      path: 'evidence/may',
      value: null,
    });
  });
});
