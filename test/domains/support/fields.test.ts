import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { asked, newAdmin, newTicket, SETTINGS, ticketPath } from './support.makers.js';
import { newField } from './ticket-story.js';

const FIELDS = '/api/support/fields';

let app: TestApp;
let admin: TestClient;

beforeAll(async () => {
  app = await startApp({ settings: SETTINGS });
  ({ client: admin } = await newAdmin(app));
});
afterAll(() => app.close());

describe('custom fields', () => {
  it('are kept by administrators, and those that askers may fill in are shown to everybody', async () => {
    const open = await newField(admin, {
      label: 'Plan',
      type: 'select',
      options: ['pro'],
      visibility: 'public',
    });
    const own = await newField(admin);
    const asks = (await app.anonymous.get('/api/support/asked-fields')).body.data;
    expect(asks.find(({ key }: { key: string }) => key === open)).toEqual({
      key: open,
      label: 'Plan',
      type: 'select',
      options: ['pro'],
      required: false,
    });
    expect(asks.map(({ key }: { key: string }) => key)).not.toContain(own);
    const changed = await admin.put(`${FIELDS}/${open}`, {
      label: 'Your plan',
      options: ['pro', 'free'],
      position: 3,
    });
    expect(changed.body.data).toMatchObject({ label: 'Your plan', options: ['pro', 'free'], position: 3 });
    const { client } = await app.newUser();
    for (const { status } of [
      await client.get(FIELDS),
      await client.post(FIELDS, { key: 'x', label: 'x', type: 'text' }),
      await client.put(`${FIELDS}/${open}`, { label: 'x' }),
      await client.delete(`${FIELDS}/${open}`),
    ])
      expect(status).toBe(403);
    expect((await app.anonymous.get(FIELDS)).status).toBe(401);
    expect((await admin.delete(`${FIELDS}/${own}`)).body.data).toEqual({ deleted: true });
    for (const { status, body } of [
      await admin.delete(`${FIELDS}/${own}`),
      await admin.put(`${FIELDS}/${own}`, { label: 'x' }),
    ])
      expect([status, body.code]).toEqual([404, 'support/field-not-found']);
    await admin.delete(`${FIELDS}/${open}`);
  });

  it('are refused with a key that is taken or none, or a shape that nobody can fill in', async () => {
    const key = await newField(admin);
    const make = (more: object) => admin.post(FIELDS, { key: `${key}x`, label: 'x', type: 'text', ...more });
    const taken = await make({ key });
    expect([taken.status, taken.body.code]).toEqual([409, 'support/field-key-taken']);
    for (const more of [{ key: 'A B' }, { type: 'color' }, { label: 'a\nb' }, { visibility: 'secret' }])
      expect([more, (await make(more)).status]).toEqual([more, 400]);
    for (const more of [{ type: 'select' }, { options: ['a'] }, { required: true }]) {
      const { status, body } = await make(more);
      expect([more, status, body.code]).toEqual([more, 422, 'support/field-unfit']);
    }
    const bent = await admin.put(`${FIELDS}/${key}`, { required: true });
    expect(bent.body.code).toBe('support/field-unfit');
    await admin.delete(`${FIELDS}/${key}`);
  });
});

describe('what a ticket says in custom fields', () => {
  it('is filled in by who asks and by the desk, each seeing what is theirs to see', async () => {
    const [open, own] = [
      await newField(admin, { visibility: 'public' }),
      await newField(admin, { type: 'number' }),
    ];
    const { client: owner } = await app.newUser();
    const id = await newTicket(owner, { fields: { [open]: ' blue ' } });
    const patched = await admin.patch(ticketPath(id), { fields: { [own]: 7 } });
    expect(patched.body.ticket).toMatchObject({ fields: { [open]: 'blue' }, desk_fields: { [own]: 7 } });
    for (const { ticket } of [
      (await owner.get(ticketPath(id))).body,
      { ticket: (await owner.get('/api/support/my-tickets')).body.tickets[0] },
    ])
      expect(ticket).toMatchObject({ fields: { [open]: 'blue' }, desk_fields: null });
    await admin.put(`${FIELDS}/${open}`, { visibility: 'internal' });
    expect((await owner.get(ticketPath(id))).body.ticket.fields).toEqual({});
    expect((await admin.get(ticketPath(id))).body.ticket.desk_fields).toEqual({ [open]: 'blue', [own]: 7 });
    await admin.patch(ticketPath(id), { fields: { [own]: null } });
    expect((await admin.get(ticketPath(id))).body.ticket.desk_fields).toEqual({ [open]: 'blue' });
    const { events } = (await admin.get(ticketPath(id, '/events'))).body;
    expect(events[0]).toMatchObject({ kind: 'fields_changed', details: { to: { [open]: 'blue' } } });
    await admin.delete(`${FIELDS}/${open}`);
    expect((await admin.get(ticketPath(id))).body.ticket.desk_fields).toEqual({});
  });

  it('is refused where it is of another type, of no field, of the desk, or missing', async () => {
    const [open, own] = [
      await newField(admin, { visibility: 'public', required: true, type: 'date' }),
      await newField(admin, { type: 'number' }),
    ];
    const ask = (fields?: object) =>
      app.anonymous.post('/api/support/ticket', { ...asked(), ...(fields && { fields }) });
    for (const fields of [
      undefined,
      { [open]: '' },
      { [open]: '30.2.2026' },
      { [open]: '2026-12-01', [own]: 7 },
      { [open]: '2026-12-01', no_such: 'x' },
    ]) {
      const { status, body } = await ask(fields);
      expect([fields, status, body.code]).toEqual([fields, 422, 'support/field-values-unfit']);
      expect(body.errors[0].path).toMatch(/^fields\./);
    }
    const good = await ask({ [open]: '2026-12-01' });
    expect(good.status).toBe(200);
    const path = ticketPath(good.body.ticket_id);
    expect((await admin.patch(path, { fields: { [own]: '7' } })).body.code).toBe(
      'support/field-values-unfit',
    );
    expect((await admin.patch(path, { fields: 'x' })).status).toBe(400);
    for (const key of [open, own]) await admin.delete(`${FIELDS}/${key}`);
  });

  it('finds tickets', async () => {
    const [plan, seats] = [await newField(admin), await newField(admin, { type: 'number' })];
    const ids = [
      await newTicket(app.anonymous),
      await newTicket(app.anonymous),
      await newTicket(app.anonymous),
    ];
    await admin.patch(ticketPath(ids[0]!), { fields: { [plan]: 'pro', [seats]: 3 } });
    await admin.patch(ticketPath(ids[1]!), { fields: { [plan]: 'pro', [seats]: 30 } });
    const found = async (...pairs: string[]): Promise<string[]> => {
      const query = pairs.map((pair) => `field=${encodeURIComponent(pair)}`).join('&');
      const { body } = await admin.get(`/api/support/tickets?${query}`);
      return body.tickets.map(({ id }: { id: string }) => id);
    };
    expect(await found(`${plan}:pro`)).toEqual([ids[1], ids[0]]);
    expect(await found(`${plan}:pro`, `${seats}:3`)).toEqual([ids[0]]);
    expect(await found(`${plan}:free`)).toEqual([]);
    for (const pair of [`${seats}:many`, 'no_field:x']) {
      const { status, body } = await admin.get(`/api/support/tickets?field=${pair}`);
      expect([status, body.code]).toEqual([422, 'support/field-values-unfit']);
    }
    expect((await admin.get('/api/support/tickets?field=x')).status).toBe(400);
    for (const key of [plan, seats]) await admin.delete(`${FIELDS}/${key}`);
  });
});
