import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AI_PROVIDERS } from '#platform/ai/ai-request';

const OPERATION = z.strictObject({
  provider: z.enum(AI_PROVIDERS),
  /** The provider's own name for it. */
  name: z.string(),
  model: z.string(),
  /** Only the key that started it may ask for it. */
  keyOwner: z.enum(['user', 'platform']),
  costMicros: z.number().nullable(),
  /** Where the provider keeps what was made. */
  file: z.string().optional(),
  /** What is taken back when it fails. */
  charge: z
    .strictObject({
      usageId: z.uuid(),
      counted: z.strictObject({ day: z.iso.date(), micros: z.number() }).nullable(),
    })
    .nullable()
    .default(null),
});
export type VideoOperation = Readonly<z.infer<typeof OPERATION>>;

/**
 * What callers store of a video, signed for its user: whoever can write a stored operation must not be able to ask, with the
 * platform's key, for somebody else's. The first key signs, all verify.
 */
export class VideoOperations {
  constructor(private readonly keys: readonly [Buffer, ...Buffer[]]) {}

  write(userId: string, operation: VideoOperation): string {
    const text = Buffer.from(JSON.stringify(operation)).toString('base64url');
    return `${text}.${mac(this.keys[0], userId, text).toString('base64url')}`;
  }

  /** Undefined when it is not one that we have written for this user. */
  read(userId: string, operation: string): VideoOperation | undefined {
    const [text = '', signature = '', ...more] = operation.split('.');
    const signed = Buffer.from(signature, 'base64url');
    const isOurs = (key: Buffer): boolean => {
      const expected = mac(key, userId, text);
      return expected.length === signed.length && timingSafeEqual(expected, signed);
    };
    if (more.length > 0 || !this.keys.some(isOurs)) return undefined;
    return OPERATION.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  }
}

function mac(key: Buffer, userId: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${userId}\0${text}`).digest();
}
