/** The id of the design that every option stands on. */
export const BASELINE = 'baseline';
