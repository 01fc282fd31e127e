import fc from 'fast-check';
import { paletteOf } from './palette.js';

const luminance = (hex: string) =>
  [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
    const part = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16) / 255;
    return sum + weight * (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
const contrast = (one: string, other: string) => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

describe('the colours of a proposal', () => {
  it('can be read, whatever the colours of the brand', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colour, colour, (primary, accent) => {
        const palette = paletteOf({ primary, accent });
        expect(palette.primary).toBe(primary.slice(1));
        expect(palette.accent).toBe(accent.slice(1));
        expect(contrast(palette.onPrimary, palette.primary)).toBeGreaterThan(3.8);
        expect(contrast(palette.heading, 'ffffff')).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it('are ours where a brand has none, or none that is a colour', () => {
    for (const primary of ['', 'red', '#12', '#12345g', '"/><x'])
      expect(paletteOf({ primary })).toEqual({
        primary: '1f3a5f',
        onPrimary: 'ffffff',
        heading: '1f3a5f',
        accent: 'c8743c',
      });
    expect(paletteOf({ primary: '#ABCDEF' })).toMatchObject({ primary: 'abcdef', accent: 'abcdef' });
  });
});
