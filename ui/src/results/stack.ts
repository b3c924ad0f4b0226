import type { Share } from '../generated/protocol';

export interface Part {
  element: string | null;
  kind: 'own' | 'wait';
  seconds: number;
  inResponse: boolean;
}

/** The parts of a mean request as one bar: before the answer first, then after it; greatest first. */
export function stackOf(shares: readonly Share[]): { parts: Part[]; total: number } {
  const parts = shares.flatMap<Part>(({ element, own_s, wait_s, in_response: inResponse }) => [
    { element, kind: 'own', seconds: own_s, inResponse },
    { element, kind: 'wait', seconds: wait_s, inResponse },
  ]);
  const seen = parts.filter((p) => p.seconds > 0);
  seen.sort((a, b) => Number(b.inResponse) - Number(a.inResponse) || b.seconds - a.seconds);
  return { parts: seen, total: seen.reduce((sum, p) => sum + p.seconds, 0) };
}
