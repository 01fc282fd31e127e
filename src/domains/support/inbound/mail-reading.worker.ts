import { answerTasks } from '#platform/threads/thread-script';
import { type InboundMail, parseMail } from './parsed-mail.js';

/** What a thread says of a mail; null for what is none. */
export type MailReading = InboundMail | null;

answerTasks(async (bytes: Uint8Array): Promise<MailReading> => {
  const mail = await parseMail(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return mail ?? null;
});
