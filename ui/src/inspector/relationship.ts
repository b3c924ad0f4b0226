import type { Relationship } from '../generated/protocol';
import { linesOf, type Line } from './lines';
import { ANSWERS, BATCH, CONSUMER, DELIVERY, RELATIONSHIP, RETRY } from './link-fields';
import type { FieldSpec } from './spec';

/** The fields of a link, by what it does. */
export function fieldsOfLink({ mode, batch }: Relationship): FieldSpec[] {
  switch (mode) {
    case 'consumes':
      return [...CONSUMER, ...(batch ? BATCH : []), ...RELATIONSHIP, ...ANSWERS];
    case 'publishes':
      return [DELIVERY, ...RELATIONSHIP, ...ANSWERS];
    default:
      return [...RELATIONSHIP, ...ANSWERS];
  }
}

const SHOWN = ['from', 'to', 'mode', 'description', ...RETRY.map((spec) => spec.path)];

/** What the file says of a link beyond its fields. */
export function linesOfLink(link: Relationship): Line[] {
  return linesOf(link, [...SHOWN, ...fieldsOfLink(link).map((spec) => spec.path)]);
}
