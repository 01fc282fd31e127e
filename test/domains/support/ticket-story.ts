import { NoteBreachesJob } from '#domains/support/sla/breach.jobs';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { newTicket, ticketPath } from './support.makers.js';

const FIELDS = '/api/support/fields';

/** An administrator by a row, who is told of tickets. */
export async function newOperator(app: TestApp): Promise<{ id: string; client: TestClient }> {
  const operator = await app.newUser();
  await app.sql(`insert into user_roles (user_id, role) values ($1, 'admin')`, [operator.id]);
  return operator;
}

/** A custom field with a key of its own. */
export async function newField(admin: TestClient, more: object = {}): Promise<string> {
  const key = `f_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
  const made = await admin.post(FIELDS, { key, label: 'A field', type: 'text', ...more });
  if (made.status !== 201) throw new Error(made.text);
  return key;
}

/** Everything that can happen to a ticket, which is gone then; answers its id, and that of who asked. */
export async function wholeStory(
  app: TestApp,
  { id: operatorId, client: operator }: { id: string; client: TestClient },
): Promise<{ ticketId: string; asker: { id: string; client: TestClient } }> {
  const asker = await app.newUser();
  const field = await newField(operator);
  const ticketId = await newTicket(asker.client, { message: 'Help' });
  const change = (changes: object) => operator.patch(ticketPath(ticketId), changes);
  await change({ priority: 'high' });
  await change({ assignee_id: operatorId, labels: ['imports'], fields: { [field]: 'north' } });
  await change({ admin_notes: 'Pays late' });
  const say = (client: TestClient, message: object) =>
    client.post(ticketPath(ticketId, '/messages'), message);
  await say(operator, { body: 'Between us', visibility: 'internal' });
  await say(operator, { body: 'Which file?' });
  await say(asker.client, { body: 'This one' });
  await app.sql(
    `update support_tickets set resolution_due_at = now() - interval '1 minute', next_breach_at = now() - interval '1 minute'
     where id = $1`,
    [ticketId],
  );
  await app.get(Jobs).send(NoteBreachesJob, { askedBy: 'clock' });
  await app.drainJobs();
  await change({ status: 'resolved' });
  await operator.delete(ticketPath(ticketId));
  await operator.delete(`${FIELDS}/${field}`);
  return { ticketId, asker };
}
