import type { Field, Form } from '../../generated/protocol';
import type { FieldSpec } from '../spec';
import type { Named } from './start';

/** A field of one line, where its form is one value; nothing for forms that hold others. */
export function lineOf(field: Field, form: Form, named: Named): FieldSpec | null {
  const spec = {
    path: field.key,
    label: field.label,
    help: [field.help, field.source && `Source: ${field.source}.`].filter(Boolean).join(' '),
    ...(field.unit ? { unit: field.unit } : {}),
    ...(field.required ? {} : { fallback: field.otherwise ?? 'not said' }),
  };
  switch (form.form) {
    case 'json':
      return { ...spec, type: 'json' };
    case 'text':
      return { ...spec, type: field.billed ? 'item' : 'text' };
    case 'flag':
      return { ...spec, type: 'flag' };
    case 'number':
      return {
        ...spec,
        type: 'number',
        range: {
          ...(form.least === null ? {} : { min: form.least }),
          ...(form.most === null ? {} : { max: form.most }),
          whole: form.whole,
        },
      };
    case 'quantity':
      return { ...spec, type: 'quantity', dimension: form.dimension };
    case 'choice':
      return {
        ...spec,
        type: 'choice',
        choices: form.choices.map((c) => [c.value, c.label.toLowerCase()]),
      };
    case 'reference':
      return { ...spec, type: 'choice', choices: [...named(form.to)] };
    default:
      return null;
  }
}
