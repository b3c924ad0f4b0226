import type { Dimension, Range } from '../format/quantity';

/** A figure that can be edited in the inspector. */
export interface FieldSpec {
  /** Keys from the element or relationship on. */
  path: string;
  label: string;
  type: 'number' | 'quantity' | 'choice' | 'flag' | 'text' | 'item' | 'json';
  dimension?: Dimension;
  range?: Range;
  /** What is counted or measured, behind the field. */
  unit?: string;
  /** What holds when nothing is written, as it would be shown. */
  fallback?: string;
  choices?: [string, string][];
  help?: string;
}
