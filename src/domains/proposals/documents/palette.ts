/** Colours of a document, as six hex digits without a hash. */
export interface Palette {
  /** The band at the top and the heads of tables. */
  readonly primary: string;
  /** Text on the primary colour. */
  readonly onPrimary: string;
  /** Headings on white. */
  readonly heading: string;
  /** Lines and small marks. */
  readonly accent: string;
}

/** `#1f3a5f`. */
export interface BrandColors {
  readonly primary?: string | null;
  readonly accent?: string | null;
}

const DARK = '1f2937';
const WHITE = 'ffffff';
const DEFAULTS = { primary: '1f3a5f', accent: 'c8743c' };
const COLOUR = /^#?([0-9a-f]{6})$/i;
/** WCAG 2.2, contrast of text. */
const READABLE = 4.5;

/** The colours of a brand, with text that can be read on them; what is no colour is replaced. */
export function paletteOf(colors: BrandColors = {}): Palette {
  const primary = hexOf(colors.primary) ?? DEFAULTS.primary;
  return {
    primary,
    onPrimary: contrast(primary, WHITE) >= contrast(primary, DARK) ? WHITE : DARK,
    heading: contrast(primary, WHITE) >= READABLE ? primary : DARK,
    accent: hexOf(colors.accent) ?? (hexOf(colors.primary) ? primary : DEFAULTS.accent),
  };
}

function hexOf(colour: string | null | undefined): string | undefined {
  return COLOUR.exec(colour ?? '')?.[1]?.toLowerCase();
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
