import { COLORS } from './perspective';

type Rgb = [number, number, number];

/** The theme's colours as the canvas needs them: resolved, not as custom properties. */
export interface Palette {
  canvas: string;
  boundary: string;
  process: string;
  node: string;
  line: string;
  lineStrong: string;
  text: string;
  muted: string;
  accent: string;
  guide: string;
  good: string;
  bad: string;
  link: string;
  linkLit: string;
  heat: Rgb[];
  /** Colours of a perspective, apart from each other for every kind of sight (Okabe and Ito). */
  tags: string[];
  onTag: string;
}

const HEAT_AT = [0, 0.45, 0.7, 0.85, 1];

export function readPalette(root: HTMLElement = document.documentElement): Palette {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    canvas: token('canvas'),
    boundary: token('boundary'),
    process: token('process'),
    node: token('node'),
    line: token('line'),
    lineStrong: token('line-strong'),
    text: token('text-1'),
    muted: token('text-3'),
    accent: token('accent'),
    guide: token('guide'),
    good: token('good'),
    bad: token('bad'),
    link: token('link'),
    linkLit: token('link-lit'),
    tags: Array.from({ length: COLORS }, (_, i) => token(`tag-${i}`)),
    onTag: token('on-tag'),
    heat: HEAT_AT.map((_, i) => rgb(token(`heat-${i}`))),
  };
}

function rgb(hex: string): Rgb {
  const n = Number.parseInt(hex.replace('#', ''), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** The colour of a utilization between 0 and 1; lightness rises or falls evenly, so that it can be
 * read without telling hues apart. */
export function heatColor(palette: Palette, utilization: number): string {
  const u = Math.min(1, Math.max(0, utilization));
  let i = 1;
  while (i < HEAT_AT.length - 1 && u > HEAT_AT[i]!) i += 1;
  const share = (u - HEAT_AT[i - 1]!) / (HEAT_AT[i]! - HEAT_AT[i - 1]!);
  const [from, to] = [palette.heat[i - 1]!, palette.heat[i]!];
  const mix = from.map((c, k) => Math.round(c + (to[k]! - c) * share));
  return `rgb(${mix.join(', ')})`;
}
