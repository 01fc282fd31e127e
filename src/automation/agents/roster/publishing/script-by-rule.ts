import type { z } from 'zod';
import { SCENES_AT_MOST, type Script } from './publisher.forms.js';

const LONGEST_TEXT = 300;

/** The paragraphs of the brief, one scene each: what is shown while no model is configured. */
export function scriptByRule(title: string, prompt: string): z.output<typeof Script> {
  const paragraphs = prompt
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  const texts = [title, ...paragraphs].slice(0, SCENES_AT_MOST);
  return { scenes: texts.map((text) => ({ text: text.slice(0, LONGEST_TEXT) })) };
}
