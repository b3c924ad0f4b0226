import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineOf } from '../src/inspector/form/spec';
import { resolved, start, startOf, variantOf } from '../src/inspector/form/start';
import { parsed, written } from '../src/inspector/value';
import type { Field, Form } from '../src/generated/protocol';
import { description, viewOf } from './backend';
import { giveRoom, latestSet, openWindow } from './window';

const { forms } = description;
const nothing = () => [];
const named = (to: string): [string, string][] => (to === 'element' ? [['db', 'Database']] : []);

function field(group: string, key: string): Field {
  const form = forms[group]!;
  if (form.form !== 'group') throw new Error(`${group} is no group`);
  return form.fields.find((f) => f.key === key)!;
}

describe('what to begin with', () => {
  it('is whole: every figure that must be said is there', () => {
    const retry = start({ form: 'named', name: 'RetryBudget' }, forms, nothing);
    const form = forms['RetryBudget']!;
    const needed = form.form === 'group' ? form.fields.filter((f) => f.required) : [];
    expect(Object.keys(retry as object)).toEqual(needed.map((f) => f.key));
  });

  it('names what the model has, and is nothing where it has none', () => {
    expect(start({ form: 'named', name: 'DeadLetter' }, forms, named)).toMatchObject({ to: 'db' });
    expect(start({ form: 'named', name: 'DeadLetter' }, forms, nothing)).toBeUndefined();
  });

  it('takes a default for what it is', () => {
    const plain: Field = { ...field('Process', 'threads'), otherwise: '200', start: null };
    expect(startOf(plain, forms, nothing)).toBe(200);
    expect(startOf({ ...plain, otherwise: 'unbounded' }, forms, nothing)).toBe(1);
  });

  it('comes to an end for forms that hold themselves', () => {
    for (const name of Object.keys(forms)) start({ form: 'named', name }, forms, named);
  });
});

describe('a form', () => {
  it('is found through its names', () => {
    expect(resolved({ form: 'named', name: 'Retry' }, forms).form).toBe('group');
    expect(resolved({ form: 'named', name: 'nobody' }, forms).form).toBe('json');
  });

  it('of one value is one line, and of several none', () => {
    const line = (form: Form) => lineOf(field('Process', 'threads'), form, nothing);
    expect(line({ form: 'quantity', dimension: 'time' })?.type).toBe('quantity');
    expect(line({ form: 'number', least: 0, most: 1, whole: false })?.range).toEqual({
      min: 0,
      max: 1,
      whole: false,
    });
    expect(line({ form: 'list', of: { form: 'text' } })).toBeNull();
    expect(line(forms['Retry']!)).toBeNull();
  });

  it('of anything else is written as the file has it, and refused where that is no JSON', () => {
    const items = lineOf(field('Job', 'items'), { form: 'json' }, nothing)!;
    expect(parsed(items, '{"min": 1, "max": 5}')).toEqual({ ok: true, value: { min: 1, max: 5 } });
    expect(written(items, { min: 1, max: 5 })).toBe('{"min":1,"max":5}');
    expect(parsed(items, 'some').ok).toBe(false);
  });

  it('of several things knows which one is said', () => {
    expect(variantOf('hpa')).toBe('hpa');
    expect(variantOf({ keda: {} })).toBe('keda');
    expect(variantOf(undefined)).toBeNull();
  });
});

describe('the inspector', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);

  it('offers every word of an element, and sets what is asked for', async () => {
    const backend = await openWindow();
    await fireEvent.click(screen.getByTestId('outline-shop'));
    const more = (await screen.findByTestId('field-process-more')) as HTMLSelectElement;
    const offered = [...more.options].map((o) => o.value);
    expect(offered).toContain('autoscaler');
    expect(offered).toContain('codel');
    await fireEvent.change(more, { target: { value: 'codel' } });
    await waitFor(() => {
      const [path, value] = latestSet(backend);
      expect(path).toBe('elements/shop/process/codel');
      expect(value).toMatchObject({});
    });
  });

  it('edits what stands in a list as a whole', async () => {
    const view = viewOf();
    view.architecture.elements['shop']!.operations = {
      default: { steps: [{ wait: { constant: '5ms' } }, { wait: { constant: '7ms' } }] },
    };
    const backend = await openWindow(view, { view: () => view });
    await fireEvent.click(screen.getByTestId('outline-shop'));
    await fireEvent.click(
      await screen.findByTestId('operation-default-steps-0-remove', {}, { timeout: 5000 }),
    );
    await waitFor(() =>
      expect(latestSet(backend)).toEqual([
        'elements/shop/operations/default/steps',
        [{ wait: { constant: '7ms' } }],
      ]),
    );
  });
});

describe('a journey', () => {
  it('has its tenant and traffic class set where it stands', async () => {
    const journey = { entry: 'users', traffic: { tenant: 'acme', priority: 1 } };
    const shop = viewOf();
    const architecture = { ...shop.architecture, journeys: { buy: journey } };
    const backend = await openWindow({ ...shop, architecture });
    await fireEvent.click(await screen.findByTestId('journey-buy-edit'));
    const tenant = screen.getByTestId('journey-buy-traffic-tenant');
    await fireEvent.input(tenant, { target: { value: 'globex' } });
    await fireEvent.keyDown(tenant, { key: 'Enter' });
    await waitFor(() =>
      expect(latestSet(backend)).toEqual(['journeys/buy/traffic/tenant', 'globex']),
    );
  });
});
