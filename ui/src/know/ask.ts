import { parseNumber, parseQuantity, type Parsed } from '../format/quantity';
import type { Basis, Commands, Edit, Known } from '../generated/protocol';

/** What a person has written in the form; empty is not known. */
export interface Written {
  rate: string;
  cpu: string;
  instances: string;
  cores: string;
  p50: string;
  p95: string;
}
export type Asked = Omit<
  Commands['known']['request'],
  'document' | 'option' | 'element' | 'operation'
>;

export const NOTHING: Written = { rate: '', cpu: '', instances: '', cores: '', p50: '', p95: '' };

const READ: Record<keyof Written, (text: string) => Parsed<string | number>> = {
  rate: (text) => parseQuantity(/[a-z/]/i.test(text) ? text : `${text}/s`, 'rate'),
  cpu: (text) => {
    const share = parseNumber(text.replace('%', ''), { min: 0, max: 100 });
    return share.ok ? { ok: true, value: share.value / 100 } : share;
  },
  instances: (text) => parseNumber(text, { min: 1, whole: true }),
  cores: (text) => parseNumber(text, { min: 0.01 }),
  p50: (text) => parseQuantity(text, 'time'),
  p95: (text) => parseQuantity(text, 'time'),
};

/** What is asked by it, and what is wrong with each field. */
export function read(written: Written): {
  asked: Asked;
  errors: Partial<Record<keyof Written, string>>;
} {
  const asked: Record<string, string | number> = {};
  const errors: Partial<Record<keyof Written, string>> = {};
  for (const key of Object.keys(READ) as (keyof Written)[]) {
    const text = written[key].trim();
    if (text === '') continue;
    const result = READ[key](text);
    if (result.ok) asked[key] = result.value;
    else errors[key] = result.error;
  }
  return { asked, errors };
}

/** Puts the figures into the model in one step, each with where it comes from. */
export function puttingIn(known: Known, name: string, basis: Basis): Edit {
  const values: Record<string, unknown> = {};
  for (const figure of known.figures) {
    values[figure.path] = figure.value;
    if (figure.basis !== null) values[figure.basis] = basis;
  }
  return { kind: 'set_all', title: `Put in what is known of ${name}`, values: values as never };
}
