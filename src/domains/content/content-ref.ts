import { ContentNotFound } from './content.errors.js';

/** A piece of content as somebody names it: its number, or that number as text from a path or a message. */
export type ContentRef = number | string;

/** The number that is meant; what is no number names no piece. */
export function contentNumber(ref: ContentRef): number {
  if (!/^[1-9]\d{0,14}$/.test(String(ref))) throw new ContentNotFound(String(ref).slice(0, 50));
  return Number(ref);
}
