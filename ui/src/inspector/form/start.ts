import type { Field, Form } from '../../generated/protocol';
import { first } from '../demand';

/** What a model knows by name, for the fields that name something: an id with what it is called. */
export type Named = (to: string) => readonly [string, string][];

type Forms = Record<string, Form>;

/** The form itself, where it is one that is only named. */
export function resolved(form: Form, forms: Forms): Form {
  let at = form;
  while (at.form === 'named') {
    const next: Form | undefined = forms[at.name];
    if (!next) return { form: 'json' };
    at = next;
  }
  return at;
}

const TIME = '1s';
const QUANTITY = { time: TIME, rate: '10/s', size: '1KiB', price: '1USD/h' } as const;

/** The least that can be said for a form, so that its figures can be filled in; nothing where it must
 * name something that the model does not have. */
export function start(form: Form, forms: Forms, named: Named): unknown {
  const at = resolved(form, forms);
  switch (at.form) {
    case 'text':
      return 'unnamed';
    case 'flag':
      return true;
    case 'number':
      return at.least !== null && at.least > 1 ? at.least : 1;
    case 'quantity':
      return QUANTITY[at.dimension];
    case 'distribution':
      return first(at.dimension === 'size' ? 'size' : 'time');
    case 'choice':
      return at.choices[0]?.value;
    case 'variants':
      return at.variants[0] && ofVariant(at.variants[0].key, at.variants[0].form, forms, named);
    case 'group':
      return groupOf(at.fields, forms, named);
    case 'list':
      return [];
    case 'map':
      return {};
    case 'reference':
      return named(at.to)[0]?.[0];
    case 'json':
      return null;
    case 'named':
      return undefined;
  }
}

/** The least that can be said for one of several things. */
export function ofVariant(key: string, form: Form | null, forms: Forms, named: Named): unknown {
  if (form === null) return key;
  const value = start(form, forms, named);
  return value === undefined ? undefined : { [key]: value };
}

function groupOf(fields: readonly Field[], forms: Forms, named: Named): unknown {
  const value: Record<string, unknown> = {};
  for (const field of fields.filter((f) => f.required)) {
    const at = startOf(field, forms, named);
    if (at === undefined) return undefined;
    value[field.key] = at;
  }
  return value;
}

/** The least that can be said for a field: what holds anyway where that is a plain value. */
export function startOf(field: Field, forms: Forms, named: Named): unknown {
  if (field.start !== null && field.start !== undefined) return field.start;
  const at = resolved(field.form, forms);
  const usual = field.otherwise?.replaceAll(' ', '') ?? null;
  if (usual !== null && at.form === 'number' && Number.isFinite(Number(usual)))
    return Number(usual);
  if (usual !== null && at.form === 'quantity' && /^[\d.]+\D/.test(usual)) return usual;
  return start(field.form, forms, named);
}

/** The variant that a value is. */
export function variantOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? (Object.keys(value)[0] ?? null) : null;
}
