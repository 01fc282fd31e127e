import type { FormPalette, FormPalettes, FormStyling } from './form-styling.dto.js';

type Rgb = readonly [red: number, green: number, blue: number];

/** What WCAG 2.2 asks of text (1.4.3, AA) and of the edges of what one can use (1.4.11). */
const FOR_TEXT = 4.5;
const FOR_EDGES = 3;
const STEP = 0.02;

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [17, 24, 39];
const BLACK: Rgb = [0, 0, 0];

const THEMES = {
  light: { background: WHITE, text: INK },
  dark: { background: INK, text: [243, 244, 246] },
} as const;
const ON_LIGHT = { error: [185, 28, 28], success: [21, 128, 61] } as const;
const ON_DARK = { error: [252, 165, 165], success: [134, 239, 172] } as const;

/** The colours of a form, each moved as little as makes it readable. */
export function palettesOf(styling: FormStyling): FormPalettes {
  return { light: paletteOf(styling, 'light'), dark: paletteOf(styling, 'dark') };
}

/** The contrast of two colours as WCAG defines it, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  return contrast(rgbOf(one, WHITE), rgbOf(other, WHITE));
}

/** White where it can be read, else the softest black that can: one of them always has a contrast of 4.5. */
export function textOn(background: string): string {
  return hexOf(readableOn(rgbOf(background, WHITE)));
}

function paletteOf(styling: FormStyling, theme: keyof typeof THEMES): FormPalette {
  const usual = THEMES[theme];
  const background = chosen(styling.background_color, usual.background) ?? usual.background;
  const own = chosen(styling.text_color, background);
  const text = own
    ? moved(own, [background], FOR_TEXT, furthest(background))
    : firstReadable([usual.text, INK, WHITE, BLACK], background);
  const isLightOnDark = luminance(text) > luminance(background);
  // A field lies further from the text than the background does, so what can be read on this can be read on that.
  const field = isLightOnDark ? mixed(background, BLACK, 0.3) : mixed(background, WHITE, 0.7);
  const away = (colour: Rgb, least: number) =>
    moved(colour, [background, field], least, isLightOnDark ? WHITE : BLACK);
  const edge = away(mixed(text, background, 0.45), FOR_EDGES);
  const button = chosen(styling.button_color, background) ?? INK;
  const stands = contrast(button, background) >= FOR_EDGES;
  const signals = isLightOnDark ? ON_DARK : ON_LIGHT;
  const colours: Record<keyof FormPalette, Rgb> = {
    page: mixed(background, isLightOnDark ? BLACK : INK, isLightOnDark ? 0.4 : 0.05),
    background,
    field,
    text,
    muted: away(mixed(text, background, 0.3), FOR_TEXT),
    border: edge,
    button,
    button_text: readableOn(button),
    button_border: stands ? button : edge,
    focus: stands ? button : text,
    error: away(signals.error, FOR_TEXT),
    success: away(signals.success, FOR_TEXT),
  };
  return Object.fromEntries(
    Object.entries(colours).map(([part, colour]) => [part, hexOf(colour)]),
  ) as unknown as FormPalette;
}

function chosen(colour: string | null, under: Rgb): Rgb | undefined {
  return colour === null ? undefined : rgbOf(colour, under);
}

function firstReadable(candidates: readonly Rgb[], background: Rgb): Rgb {
  return candidates.find((colour) => contrast(colour, background) >= FOR_TEXT) ?? BLACK;
}

function readableOn(background: Rgb): Rgb {
  return firstReadable([WHITE, INK], background);
}

/** The colour, mixed with as little of the end, black or white, as gives it the contrast to all grounds. */
function moved(colour: Rgb, grounds: readonly Rgb[], least: number, end: Rgb): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const tried = mixed(colour, end, share);
    if (grounds.every((ground) => contrast(tried, ground) >= least)) return tried;
  }
  return end;
}

function furthest(from: Rgb): Rgb {
  return contrast(WHITE, from) >= contrast(BLACK, from) ? WHITE : BLACK;
}

function mixed(colour: Rgb, other: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(colour[at] + (other[at] - colour[at]) * share);
  return [part(0), part(1), part(2)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** #rgb, #rrggbb or #rrggbbaa as it looks over what is under it. */
function rgbOf(colour: string, under: Rgb): Rgb {
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const byte = (at: number) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  const opacity = digits.length === 8 ? byte(3) / 255 : 1;
  return mixed(under, [byte(0), byte(1), byte(2)], opacity);
}

function hexOf(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
