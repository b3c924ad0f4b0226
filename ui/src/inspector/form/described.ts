import type { Description } from '../../generated/protocol';
import type { FieldSpec } from '../spec';
import { lineOf } from './spec';
import { resolved } from './start';

/** The field `key` of a group by its name, for forms that show a choice of the words only.
 * Throws where the model has no such word of one line: that is a mistake in the program. */
export function described(description: Description, group: string, key: string): FieldSpec {
  const form = description.forms[group];
  const field = form?.form === 'group' ? form.fields.find((f) => f.key === key) : undefined;
  const line = field && lineOf(field, resolved(field.form, description.forms), () => []);
  if (!line) throw new Error(`no field ${group}/${key}`);
  return line;
}
