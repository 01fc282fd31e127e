import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Retention } from '#platform/retention/retention';
import { startApp, type TestApp } from '../../support/app.js';
import { dumpOf } from '../../automation/privacy/full-tenant.js';
import { handIn, mime, newAddress, newAdmin, SETTINGS, ticketPath } from './support.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ settings: { ...SETTINGS, SUPPORT_TICKET_RETENTION_DAYS: '30' } });
});
afterAll(() => app.close());

const FILE = [
  '--b',
  'Content-Type: image/png',
  'Content-Disposition: attachment; filename=a.png',
  '',
  'x',
  '--b--',
].join('\r\n');

/** A ticket with a file that came by mail; `over` is how long it has been, nothing where it is open. */
async function ticket(status: string, over?: string): Promise<{ id: string; email: string; file: string }> {
  const email = newAddress();
  const headers = { 'Content-Type': 'multipart/mixed; boundary=b' };
  const id = (await handIn(app, mime({ from: email, headers, body: FILE }))).body.ticket_id as string;
  await (await newAdmin(app)).client.patch(ticketPath(id), { status });
  if (over !== undefined)
    await app.sql('update support_tickets set resolved_at = now() - $2::interval where id = $1', [id, over]);
  await app.sql(`update support_tickets set created_at = now() - interval '90 days' where id = $1`, [id]);
  const [file] = await app.sql<{ path: string }>(
    'select path from support_attachments where ticket_id = $1',
    [id],
  );
  return { id, email, file: file?.path.replace('support/', '') ?? 'none' };
}

describe('tickets that have long been over', () => {
  it('are forgotten with all that was said and their files, and no others', async () => {
    const gone = [await ticket('resolved', '31 days'), await ticket('closed', '31 days')];
    const kept = [await ticket('closed', '29 days'), await ticket('open')];
    await app.drainJobs();
    const before = await dumpOf(
      app,
      kept.map(({ id }) => id),
    );
    await app.get(Retention).run(new AbortController().signal);
    await app.drainJobs();
    expect(
      await dumpOf(
        app,
        gone.flatMap(({ id, email }) => [id, email]),
      ),
    ).toEqual({});
    expect(
      await dumpOf(
        app,
        kept.map(({ id }) => id),
      ),
    ).toEqual(before);
    const files = await readdir(join(app.dataDir, 'storage', 'support'));
    expect(files.toSorted()).toEqual(kept.map(({ file }) => file).toSorted());
  });
});
