import type { Description, Pattern, PatternDescription, ReachedBy } from '../generated/protocol';

/** The ways to reach a unit, in the words of the screen. */
export const REACHED: Record<ReachedBy, string> = {
  calls: 'calls, and waits',
  messages: 'messages, and goes on',
};

/** What the model says of a pattern. It describes every one. */
export function patternOf({ patterns }: Description, pattern: Pattern): PatternDescription {
  return patterns.find((known) => known.pattern === pattern)!;
}
