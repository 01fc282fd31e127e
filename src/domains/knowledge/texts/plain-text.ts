import { cleanText } from './document-text.js';

/** A text file as text: UTF-16 by its mark, else UTF-8, else what Windows wrote in Western Europe. */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return cleanText(new TextDecoder('utf-16le').decode(bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return cleanText(new TextDecoder('utf-16be').decode(bytes));
  try {
    return cleanText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return cleanText(new TextDecoder('windows-1252').decode(bytes));
  }
}
