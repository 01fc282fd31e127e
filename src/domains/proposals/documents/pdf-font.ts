import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.resolve('pdfmake/package.json'))), 'fonts', 'Roboto');
const file = (cut: string) => join(FOLDER, `Roboto-${cut}.ttf`);

/** The typeface that comes with pdfmake: Latin, Greek and Cyrillic. */
export const PDF_FONTS = {
  Roboto: {
    normal: file('Regular'),
    bold: file('Medium'),
    italics: file('Italic'),
    bolditalics: file('MediumItalic'),
  },
};

/** The characters it has, as ranges of hexadecimal code points; a test compares them with the files. */
const HAS =
  '20-7e a0-17f 18f 192 1a0-1a1 1af-1b0 1f0 1fa-1ff 218-21b 237 259 2bc 2c6-2c7 2c9 2d8-2dd 2f3 300-301 303 309 30f 323 384-38a 38c 38e-3a1 3a3-3ce 3d1-3d2 3d6 400-486 488-513 1e00-1e01 1e3e-1e3f 1e80-1e85 1e9e 1ea0-1ef9 1f4d 2000-200b 2010-2011 2013-2015 2017-201e 2020-2022 2025-2027 2030 2032-2033 2039-203a 203c 2044 2070 2074-208e 20a3-20a4 20a6-20ac 20b1 20b9-20ba 20bc-20bd 20c1 2105 2113 2116 2122 2126 212e 215b-215e 2202 2206 220f 2211-2212 221a 221e 222b 2248 2260 2264-2265 25a0 25ca-25cb 25cf';

const RANGES = HAS.split(' ').map((range) => {
  const [first = '', last = first] = range.split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
});

export function fontHas(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return RANGES.some(([first, last]) => code >= first && code <= last);
}

/** Characters that mean something else in print than on a screen, or nothing. */
const PRINTED: readonly (readonly [RegExp, string])[] = [
  [/[\u202f\u2007\u3000]/g, '\u00a0'],
  [/\t/g, '    '],
  [/[\u{200c}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}]|[\u{fe00}-\u{fe0f}]/gu, ''],
  // Where a long word may be divided: without it the layout tries every length, which takes minutes for a long one.
  [/\S{32}(?=\S)/gu, '$&\u200b'],
];

/** Text as it is set: other spaces are those that the typeface has, marks of direction and of emoji variants are left out. */
export function setText(text: string): string {
  return PRINTED.reduce((set, [what, by]) => set.replace(what, by), text);
}

/** The characters of a text that the typeface lacks and that a PDF would show as empty boxes, each once. */
export function missingCharacters(text: string): string[] {
  return [...new Set(setText(text))].filter((character) => character !== '\n' && !fontHas(character));
}
