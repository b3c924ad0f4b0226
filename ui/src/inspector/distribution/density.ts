import type { DistributionPicture } from '../../generated/protocol';

/** A picture's plane: x in values, y from the base line up. */
export interface Plane {
  width: number;
  base: number;
  top: number;
}

/** The share at the top of the density's axis. A spike, such as the beginning of a long tail, leaves the picture
 * rather than pressing everything else flat. */
export function height(shares: readonly number[]): number {
  const sorted = [...shares].sort((a, b) => b - a);
  const [first = 0, , third = 0] = sorted;
  return third > 0 && first > 2.5 * third ? third * 1.6 : first || 1;
}

/** The outline of the density, as steps of the bins. */
export function densityPath({ shares }: DistributionPicture, plane: Plane): string {
  const { width, base, top } = plane;
  const most = height(shares);
  const step = width / shares.length;
  const y = (share: number) => round(base - Math.min(1, share / most) * (base - top));
  return (
    `M0 ${base}` +
    shares.map((share, i) => `V${y(share)}H${round((i + 1) * step)}`).join('') +
    `V${base}Z`
  );
}

/** The share of the values up to each: from 0 at the base to 1 at the top. */
export function withinPath({ shares }: DistributionPicture, plane: Plane): string {
  const { width, base, top } = plane;
  const step = width / shares.length;
  let within = 0;
  const points = shares.map((share, i) => {
    within += share;
    return `L${round((i + 1) * step)} ${round(base - within * (base - top))}`;
  });
  return `M0 ${base}${points.join('')}`;
}

const round = (n: number) => Math.round(n * 100) / 100;
