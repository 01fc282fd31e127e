import { KnowledgeFileProtected, KnowledgeFileUnsupported } from '../knowledge.errors.js';
import type { DocumentFormat } from './document-text.js';

/** Bytes of a file that tell what it is. */
export const TELLING_BYTES = 4_096;

const starts = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/**
 * What a file is, by its first bytes: what it is called or said to be only tells Markdown from other text, and never lets a
 * program pass as a document.
 */
export function formatOf(head: Buffer, name: string, mediaType: string): DocumentFormat {
  if (head.subarray(0, 1_024).includes('%PDF-')) return 'pdf';
  if (starts(head, 0x50, 0x4b, 0x03, 0x04)) return 'docx';
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) throw new KnowledgeFileProtected();
  if (!isText(head)) throw new KnowledgeFileUnsupported();
  const text = head.toString('latin1');
  if (
    /^\s*(?:ï»¿)?(?:<!--(?:(?!-->)[\s\S])*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i.test(
      text,
    )
  )
    return 'html';
  if (/\.html?$/i.test(name) || mediaType === 'text/html') return 'html';
  return /\.(?:md|markdown)$/i.test(name) || mediaType === 'text/markdown' ? 'markdown' : 'text';
}

/** Text has no NUL, unless it is UTF-16 and says so, and hardly any control characters. */
function isText(head: Buffer): boolean {
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff)) return true;
  const controls = head.filter((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)).length;
  return !head.includes(0) && controls <= head.length / 100;
}
