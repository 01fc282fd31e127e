import { TokenInvalid } from './auth.errors.js';

const PART = /^[A-Za-z0-9_-]+$/;
const LONGEST_TOKEN = 8 * 1024;
const LONGEST_HEADER = 1024;

/**
 * Reads a token's header after checking its spelling: three parts of canonical base64url (RFC 7515), so that one session
 * has one spelling. Critical extensions are refused; `jku`, `jwk` and `x5c` are never looked at.
 */
export function readTokenHeader(token: string): { alg: string; kid: string | undefined } {
  const parts = token.split('.');
  if (token.length > LONGEST_TOKEN || parts.length !== 3 || !parts.every(isCanonical))
    throw new TokenInvalid();
  const header = parseHeader(parts[0] ?? '');
  const { alg, kid } = header;
  if (typeof alg !== 'string' || 'crit' in header || !(kid === undefined || typeof kid === 'string'))
    throw new TokenInvalid();
  return { alg, kid };
}

function isCanonical(part: string): boolean {
  return PART.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function parseHeader(part: string): Record<string, unknown> {
  if (part.length > LONGEST_HEADER) throw new TokenInvalid();
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    // Not JSON: refused below.
  }
  throw new TokenInvalid();
}
