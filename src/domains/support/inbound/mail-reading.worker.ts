import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '#platform/threads/thread-pool';
import { type InboundMail, parseMail } from './parsed-mail.js';

/** What a thread says of a mail; null for what is none. */
export type MailReading = InboundMail | null;

parentPort?.on('message', (bytes: Uint8Array) => {
  void parseMail(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    .then(
      (mail): ThreadAnswer<MailReading> => ({ result: mail ?? null }),
      (error: unknown): ThreadAnswer<MailReading> => ({ failure: String(error) }),
    )
    .then((answer) => parentPort?.postMessage(answer));
});
