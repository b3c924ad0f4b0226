/** The drawer's own padding above and below. */
const PADDING = 25;

/** How high a chart is, so that a whole one is in sight: what is left of the drawer, within bounds. */
export function heightOf(left: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, left - PADDING));
}
