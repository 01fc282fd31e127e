import { escaped } from '#kernel/escaped';
import type { Agreement } from '../submissions/submission.js';

/**
 * What is agreed to by confirming, in HTML: the message, and the words of every box that was ticked with what they are for.
 * Whoever confirms has seen what the proofs will say, even when the form has changed since.
 */
export function askedWords(message: string, agreed: readonly Agreement[]): string {
  const boxes = agreed.filter(({ text }) => text !== message);
  const listed = boxes.map(({ purpose, text }) => `<li>${inLines(text)} (${escaped(purpose)})</li>`);
  const list = listed.length > 0 ? `\n<p>You agree to:</p><ul>${listed.join('\n')}</ul>` : '';
  return `<p>${inLines(message)}</p>${list}`;
}

/** Text as HTML that keeps its lines. */
export function inLines(text: string): string {
  return escaped(text).replace(/\r?\n/g, '<br>');
}
