import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { FileStorage } from '#platform/storage/file-storage';
import { newTicket, ticketPath } from '../domains/support/support.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import type { Tenant } from './tenant.js';

const ticketAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => ({
    path: ticketPath(await newTicket(client), rest),
    ...asks,
  });

/** What somebody has asked the desk. */
export const SUPPORT_CASES: ObjectCases = {
  '/api/support/ticket/:ticketId': ticketAt('', { GET: null }),
  '/api/support/ticket/:ticketId/messages': ticketAt('/messages', { GET: null, POST: { body: 'Still so' } }),
  '/api/support/ticket/:ticketId/attachments/:attachmentId': async ({ app, client, id: userId }) => {
    const [ticket, file] = [await newTicket(client), randomUUID()];
    const path = `support/${file}.bin`;
    await app.get(FileStorage as Type<FileStorage>).write(path, oneChunk());
    await app.sql(
      `insert into support_attachments (id, ticket_id, message_id, user_id, name, media_type, bytes, path)
       select $1, ticket_id, id, $2, 'a.txt', 'text/plain', 1, $3 from support_messages where ticket_id = $4`,
      [file, userId, path, ticket],
    );
    return { path: ticketPath(ticket, `/attachments/${file}`), GET: null };
  },
};

async function* oneChunk(): AsyncGenerator<Buffer> {
  yield Buffer.from('x');
}
