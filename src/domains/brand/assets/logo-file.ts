import type { Readable } from 'node:stream';
import { AppError } from '#kernel/errors';
import { BodyBroken } from '#platform/http/http.errors';
import { LogoEmpty, LogoTooLarge, LogoTypeUnsupported } from './logo.errors.js';

/** Largest file of a logo, in bytes. */
const LARGEST_BYTES = 2 * 1024 * 1024;

/**
 * What a logo may be, and how it leaves the house. An SVG may hold scripts, so no browser is told that it is one: it is
 * a file to be saved.
 */
export const LOGO_TYPES = {
  'image/png': { extension: 'png', servedAs: 'image/png', disposition: 'inline' },
  'image/jpeg': { extension: 'jpg', servedAs: 'image/jpeg', disposition: 'inline' },
  'image/webp': { extension: 'webp', servedAs: 'image/webp', disposition: 'inline' },
  'image/svg+xml': { extension: 'svg', servedAs: 'application/octet-stream', disposition: 'attachment' },
} as const;
export type LogoType = keyof typeof LOGO_TYPES;

export interface LogoFile {
  readonly type: LogoType;
  readonly content: Buffer;
}

/** Reads an upload whole, as it may be no larger than 2 MiB; what it is, its first bytes say, and not the sender. */
export async function readLogo(upload: Readable): Promise<LogoFile> {
  const content = Buffer.concat(await chunksOf(upload));
  if (content.length === 0) throw new LogoEmpty();
  const type = logoType(content);
  if (!type) throw new LogoTypeUnsupported();
  return { type, content };
}

async function chunksOf(upload: Readable): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // The request itself is left whole, so that it can still be answered.
    for await (const chunk of upload.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > LARGEST_BYTES) throw new LogoTooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof AppError ? error : new BodyBroken().because(error);
  }
  return chunks;
}

export function isLogoType(type: unknown): type is LogoType {
  return typeof type === 'string' && Object.hasOwn(LOGO_TYPES, type);
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex');
const COMMENTS = String.raw`(?:\s*<!--(?:(?!-->)[\s\S])*-->)*\s*`;
/** A document type of its own parts, which might be entities, is not taken. */
const SVG = new RegExp(
  `^\\ufeff?(?:\\s*<\\?xml[^<>]*\\?>)?${COMMENTS}(?:<!doctype svg[^<>\\[]*>)?${COMMENTS}<svg[\\s>]`,
  'i',
);
const SVG_BEGINS_WITHIN = 4_096;

/** What the content is, whatever it is called; nothing when it is none of the four. */
export function logoType(content: Buffer): LogoType | undefined {
  if (content.subarray(0, PNG.length).equals(PNG)) return 'image/png';
  if (content.subarray(0, JPEG.length).equals(JPEG)) return 'image/jpeg';
  if (content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp';
  if (SVG.test(content.toString('utf8', 0, SVG_BEGINS_WITHIN))) return 'image/svg+xml';
  return undefined;
}
