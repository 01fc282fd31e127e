import fc from 'fast-check';
import { contrastOf, palettesOf, textOn } from './form-palette.js';
import { completeStyling, storedStyling } from './form-styling.js';
import { FONTS, THEMES } from './form-styling.dto.js';

const byte = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'));
const colourOf = (bytes: number) =>
  fc.array(byte, { minLength: bytes, maxLength: bytes }).map((parts) => `#${parts.join('')}`);
const colour = fc.oneof(colourOf(3), colourOf(4), fc.constantFrom('#fff', '#000', '#777777', '#3B82F6'));

/** On it black can be read better than white, though the light text of the dark theme can be read as well. */
const MIDDLING = { button_color: '#fff', background_color: '#638400f5', text_color: null };

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#3B82F6', '#ffffff', 3.68],
    ['#ff0000', '#ffffff', 4],
  ])('of %s and %s is what WCAG says', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 2);
    expect(contrastOf(other, one)).toBe(contrastOf(one, other));
  });
});

describe('the text of a button', () => {
  it.each([
    ['#1d4ed8', '#ffffff'],
    ['#3B82F6', '#111827'],
    ['#ffffff', '#111827'],
    ['#000', '#ffffff'],
    // Between the two white is a little too light and the soft black a little too light as well.
    ['#777777', '#000000'],
  ])('on %s is %s', (button, text) => {
    expect(textOn(button)).toBe(text);
  });

  it('can be read on every colour there is', () => {
    fc.assert(
      fc.property(colourOf(3), (button) =>
        expect(contrastOf(textOn(button), button)).toBeGreaterThanOrEqual(4.5),
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the colours of a form', () => {
  it('can be read, whichever its owner has chosen', () => {
    const styling = fc.record({
      button_color: colour,
      background_color: fc.option(colour),
      text_color: fc.option(colour),
    });
    fc.assert(
      fc.property(styling, fc.constantFrom('light' as const, 'dark' as const), (given, theme) => {
        const palette = palettesOf(completeStyling(given))[theme];
        for (const shade of Object.values(palette)) expect(shade).toMatch(/^#[0-9a-f]{6}$/);
        for (const ground of [palette.background, palette.field])
          for (const text of [palette.text, palette.muted, palette.error, palette.success])
            expect(contrastOf(text, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(palette.button_text, palette.button)).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(palette.border, palette.background)).toBeGreaterThanOrEqual(3);
        expect(contrastOf(palette.border, palette.field)).toBeGreaterThanOrEqual(3);
        expect(contrastOf(palette.focus, palette.background)).toBeGreaterThanOrEqual(3);
        expect(contrastOf(palette.button_border, palette.background)).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 1_000, examples: [[MIDDLING, 'dark']] },
    );
  });

  it('are the chosen ones where these can be read', () => {
    const styling = { button_color: '#0F766E', background_color: '#fef3c7', text_color: '#1c1917' };
    const { light, dark } = palettesOf(completeStyling(styling));
    expect(light).toMatchObject({ button: '#0f766e', background: '#fef3c7', text: '#1c1917' });
    expect(dark).toEqual(light);
  });

  it('are those of the theme where nothing is chosen', () => {
    const { light, dark } = palettesOf(completeStyling());
    expect([light.background, light.text, dark.background]).toEqual(['#ffffff', '#111827', '#111827']);
    expect(contrastOf(dark.text, dark.background)).toBeGreaterThan(7);
  });
});

describe('styling from the table', () => {
  it('is made sound part by part, whatever somebody has written there', () => {
    const found = fc.record(
      Object.fromEntries(
        Object.keys(completeStyling()).map((part) => [
          part,
          fc.oneof(fc.anything(), fc.constantFrom('auto', 'serif', '#123456', 8, 400, true)),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(found, fc.anything()), (stored) => {
        const styling = storedStyling(stored);
        expect(Object.keys(styling).toSorted()).toEqual(Object.keys(completeStyling()).toSorted());
        expect(styling.button_color).toMatch(/^#[0-9a-f]{3,8}$/i);
        expect(THEMES).toContain(styling.theme);
        expect(FONTS).toContain(styling.font_family);
        expect(styling.border_radius).toBeGreaterThanOrEqual(0);
        expect(styling.border_radius).toBeLessThanOrEqual(24);
        expect(styling.width).toBeGreaterThanOrEqual(280);
        expect(styling.width).toBeLessThanOrEqual(960);
        for (const shade of [styling.background_color, styling.text_color])
          expect(shade === null || /^#[0-9a-f]{3,8}$/i.test(shade)).toBe(true);
        expect(typeof styling.intro).toBe('string');
        expect(typeof styling.show_title).toBe('boolean');
      }),
    );
  });

  it('keeps what is sound beside what is not', () => {
    const stored = { theme: 'dark', width: 9_999, background_color: 'red;}', intro: 'Hi', button_text: 5 };
    const usual = completeStyling();
    expect(storedStyling(stored)).toEqual({ ...usual, theme: 'dark', intro: 'Hi' });
  });
});
