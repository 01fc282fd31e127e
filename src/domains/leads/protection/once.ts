import { createHash } from 'node:crypto';

/** Something that is taken once and never again, known by its hash alone. */
export interface Once {
  key: string;
  kind: 'token' | 'challenge' | 'delivery';
  /** After this it is refused for its age, so that it need not be remembered. */
  expires_at: string;
}

export function once(kind: Once['kind'], text: string, expiresAt: Date): Once {
  const key = createHash('sha256').update(`${kind}\0${text}`).digest('base64url');
  return { key, kind, expires_at: expiresAt.toISOString() };
}
