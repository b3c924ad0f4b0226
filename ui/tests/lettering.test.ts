import { describe, expect, it } from 'vitest';
import { lettering } from '../src/canvas/lettering';

const measure = (text: string) => text.length * 6;
const names = ['Image worker', 'Image worker: dead letters', 'Image worker: renditions'];

describe('a name on the canvas', () => {
  it('stands as it is where there is room', () => {
    expect(lettering('Image worker', 200, 1, measure)).toEqual(['Image worker']);
  });

  it('breaks between words before anything is left out', () => {
    const lines = lettering('Image worker: dead letters', 90, 2, measure);
    expect(lines).toEqual(['Image worker:', 'dead letters']);
  });

  it.each([
    [60, 1],
    [40, 2],
    [90, 1],
    [30, 3],
  ])('fits into %i pixels and %i lines', (width, most) => {
    for (const name of names) {
      const lines = lettering(name, width, most, measure);
      expect(lines.length).toBeLessThanOrEqual(most);
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
    }
  });

  it('differs from others that begin alike even where it is cut', () => {
    const cut = names.map((name) => lettering(name, 60, 1, measure).join(' '));
    expect(new Set(cut).size).toBe(names.length);
    for (const text of cut.slice(1)) expect(text).toMatch(/^I.*….*s$/);
  });
});
