import {
  COLOUR,
  FONTS,
  type FormStyling,
  type FormStylingInput,
  LONGEST_INTRO,
  RADIUS,
  THEMES,
  WIDTH,
} from './form-styling.dto.js';

const DEFAULT_STYLING: FormStyling = {
  button_color: '#3B82F6',
  button_text: 'Submit',
  success_message: "Thank you! We'll be in touch soon.",
  error_message: 'Something went wrong. Please try again.',
  theme: 'light',
  background_color: null,
  text_color: null,
  font_family: 'system',
  border_radius: 8,
  width: 600,
  show_title: true,
  intro: '',
};

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isColour: Check = (value) => typeof value === 'string' && COLOUR.test(value);
const isColourOrNull: Check = (value) => value === null || isColour(value);
const isOneOf =
  (choices: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && choices.includes(value);
const isWithin =
  ({ least, most }: { least: number; most: number }): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const SOUND: Record<keyof FormStyling, Check> = {
  button_color: isColour,
  button_text: isText,
  success_message: isText,
  error_message: isText,
  theme: isOneOf(THEMES),
  background_color: isColourOrNull,
  text_color: isColourOrNull,
  font_family: isOneOf(FONTS),
  border_radius: isWithin(RADIUS),
  width: isWithin(WIDTH),
  show_title: (value) => typeof value === 'boolean',
  intro: (value) => typeof value === 'string' && value.length <= LONGEST_INTRO,
};

/** What was chosen over what was there before, or over the defaults; a part replaces only itself. */
export function completeStyling(given?: FormStylingInput | null, before?: FormStyling): FormStyling {
  return { ...DEFAULT_STYLING, ...before, ...given };
}

/** Styling as the table holds it. The front end may write the table directly, so each part is checked again. */
export function storedStyling(stored: unknown): FormStyling {
  const found: Record<string, unknown> = { ...Object(stored) };
  const sound = Object.entries(SOUND).filter(([part, isSound]) => isSound(found[part]));
  return { ...DEFAULT_STYLING, ...Object.fromEntries(sound.map(([part]) => [part, found[part]])) };
}
