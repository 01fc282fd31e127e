import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { Settings } from '#platform/config/settings';
import { once, type Once } from './once.js';

const ALGORITHM = 'PBKDF2/SHA-256';
const GOOD_FOR_MS = 10 * 60_000;
/** A round is this many iterations of PBKDF2, and the right one of these has to be found: a second on a telephone. */
const ITERATIONS = 2_000;
const ROUNDS = { least: 150, most: 450 };
const LONGEST = 4_096;

/**
 * Puzzles in the format of altcha: cheap to make and to check here, some hundred thousand hashes to solve there. What is
 * signed says which form a puzzle is for and until when.
 */
@Injectable()
export class ProofOfWork {
  private readonly keys: readonly string[];

  constructor(settings: Settings) {
    this.keys = settings.keys('leads.challenges').map((key) => key.toString('hex'));
  }

  /** A new puzzle for a form, good for ten minutes. */
  challenge(formId: string): Promise<Challenge> {
    const [key = ''] = this.keys;
    return createChallenge({
      algorithm: ALGORITHM,
      cost: ITERATIONS,
      counter: randomInt(ROUNDS.least, ROUNDS.most),
      deriveKey,
      data: { form: formId },
      expiresAt: new Date(Date.now() + GOOD_FOR_MS),
      hmacSignatureSecret: key,
      hmacKeySignatureSecret: key,
    });
  }

  /** What the solution is taken with, so that it is taken once; undefined when it is none, of another form, or too late. */
  async solved(formId: string, payload: unknown): Promise<Once | undefined> {
    const given = readPayload(payload);
    if (given?.challenge.parameters.data.form !== formId) return undefined;
    for (const key of this.keys) {
      const { verified } = await verifySolution({
        ...given,
        deriveKey,
        hmacSignatureSecret: key,
        hmacKeySignatureSecret: key,
      });
      if (verified) {
        const { nonce, expiresAt } = given.challenge.parameters;
        return once('challenge', nonce, new Date(expiresAt * 1_000));
      }
    }
    return undefined;
  }
}

/** What the widget of altcha sends: the puzzle as it came, and its solution, as JSON in base64. */
const PAYLOAD = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal(ALGORITHM),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      expiresAt: z.number(),
      data: z.object({ form: z.string() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

function readPayload(payload: unknown): z.infer<typeof PAYLOAD> | undefined {
  if (typeof payload !== 'string' || payload.length > LONGEST) return undefined;
  try {
    return PAYLOAD.parse(JSON.parse(Buffer.from(payload, 'base64').toString()));
  } catch {
    return undefined;
  }
}
