import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm } from './forms.makers.js';
import { importing } from './imports.makers.js';
import { makeLeads, newLead } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const read = async (client: TestClient, id: string) => (await client.get(`/api/leads/${id}`)).body.data;

describe('what a person has entered', () => {
  it('is not replaced by an import, which fills what is empty; each field says whose it is', async () => {
    const user = await app.newUser();
    const lead = await newLead(user.client, {
      email: 'hand@example.com',
      company: 'By hand',
      custom_fields: { plan: 'pro', seats: 3 },
    });
    expect(lead).toMatchObject({ origin: 'person', field_sources: {} });
    const file = 'email,company,job title,plan,region\nhand@example.com,From a file,CEO,basic,EU\n';
    const { data } = await importing(app, file, '', user);
    const after = await read(user.client, lead.id);
    expect(after).toMatchObject({
      company: 'By hand',
      job_title: 'CEO',
      custom_fields: { plan: 'pro', seats: 3, region: 'EU' },
    });
    const said = { by: 'import', ref: data.id, at: expect.stringMatching(/^\d{4}-.*Z$/) };
    expect(after.field_sources).toEqual({ job_title: said, 'custom.region': said });
  });

  it('replaces what a file said, and is then kept', async () => {
    const first = await importing(app, 'email,company,phone\nfile@example.com,Old,+49 30 123456\n');
    const { id, origin } = first.byEmail!['file@example.com'] as { id: string; origin: string };
    expect(origin).toBe('import');
    const client = await app.as(first.id);
    await client.put(`/api/leads/${id}`, { company: 'Mine', phone: '+49 30 654321' });
    const again = 'email,company,phone,country\nfile@example.com,File,+49 30 111111,Germany\n';
    await importing(app, again, '', { id: first.id });
    const after = await read(client, id);
    expect(after).toMatchObject({
      company: 'Mine',
      phone: '+49 30 654321',
      phone_norm: '+4930654321',
      country: 'Germany',
    });
    expect(after.field_sources).toMatchObject({ company: { by: 'person' }, country: { by: 'import' } });
  });

  it('is not replaced by a later answer to a form; what a form answered is', async () => {
    const { client, submit, form } = await makeForm(app, { fields: [{ name: 'topic', type: 'text' }] });
    const byHand = await newLead(client, { email: 'a@example.com', custom_fields: { topic: 'prices' } });
    await submit({ email: 'a@example.com', topic: 'jobs', company: 'ACME' });
    expect(await read(client, byHand.id)).toMatchObject({
      custom_fields: { topic: 'prices' },
      company: 'ACME',
      field_sources: { company: { by: 'form', ref: form.id } },
    });
    const { body } = await submit({ email: 'b@example.com', topic: 'prices' });
    await submit({ email: 'b@example.com', topic: 'jobs' });
    expect(await read(client, body.lead_id)).toMatchObject({
      origin: 'form',
      custom_fields: { topic: 'jobs' },
    });
  });

  it('is known as theirs, also when they wrote it by SQL past the application', async () => {
    const first = await importing(
      app,
      'email,company,phone,country\nsql@example.com,Old,030 123456,Germany\n',
    );
    const { id, phone_norm } = first.byEmail!['sql@example.com'] as { id: string; phone_norm: string };
    expect(phone_norm).toBe('+4930123456');
    await app.sql(`update leads set company = 'Mine', phone = '030 9' where id = $1`, [id]);
    await importing(app, 'email,company\nsql@example.com,File\n', '', { id: first.id });
    const after = await read(await app.as(first.id), id);
    expect(after).toMatchObject({ company: 'Mine', phone: '030 9', phone_norm: null });
    expect(after.field_sources.company.by).toBe('person');
    const [made] = await makeLeads(app, first.id, [{ writer: 'import', company: 'Mine' }]);
    await app.sql(`update leads set company = 'Still mine' where id = $1`, [made]);
    const rows = await app.sql(
      `select writer, field_sources -> 'company' ->> 'by' as by from leads where id = $1`,
      [made],
    );
    expect(rows).toEqual([{ writer: null, by: 'person' }]);
  });
});

describe('a deleted lead', () => {
  it('is gone from everywhere, can be listed, and comes back as it was with its history', async () => {
    const { client } = await app.newUser();
    const lead = await newLead(client, {
      name: 'Ada Lovelace',
      tags: ['vip'],
      custom_fields: { plan: 'pro' },
    });
    await client.post(`/api/leads/${lead.id}/notes`, { text: 'Met in Berlin' });
    await client.delete(`/api/leads/${lead.id}`);
    for (const path of ['', '/timeline', '/notes', '/consents'])
      expect((await client.get(`/api/leads/${lead.id}${path}`)).status).toBe(404);
    expect((await client.get('/api/leads/search?q=Lovelace')).body.data).toEqual([]);
    const { body } = await client.get('/api/leads/removed');
    expect(body.data).toEqual([
      { id: lead.id, name: 'Ada Lovelace', email: lead.email, company: null, removed_at: expect.any(String) },
    ]);
    const restored = await client.post(`/api/leads/${lead.id}/restore`);
    expect(restored.status).toBe(200);
    expect(restored.body.data).toEqual(lead);
    expect((await client.get('/api/leads/removed')).body.data).toEqual([]);
    const types = (await client.get(`/api/leads/${lead.id}/timeline`)).body.data.map(
      ({ type }: { type: string }) => type,
    );
    expect(types).toEqual(['restored', 'deleted', 'note', 'created']);
    expect((await client.post(`/api/leads/${lead.id}/restore`)).status).toBe(404);
  });

  it('does not come back onto an address that is another lead`s by now', async () => {
    const { client } = await app.newUser();
    const lead = await newLead(client, { email: 'twice@example.com' });
    await client.delete(`/api/leads/${lead.id}`);
    await newLead(client, { email: 'twice@example.com' });
    const refused = await client.post(`/api/leads/${lead.id}/restore`);
    expect([refused.status, refused.body.code]).toEqual([409, 'leads/restored-key-taken']);
    expect((await client.get('/api/leads/removed')).body.data).toHaveLength(1);
  });

  it('comes back without its form when that is gone', async () => {
    const { client, submit, form } = await makeForm(app);
    const { body } = await submit({ email: 'a@example.com', name: 'A' });
    await client.delete(`/api/leads/${body.lead_id}`);
    await client.delete(`/api/lead-capture/forms/${form.id}`);
    expect((await client.post(`/api/leads/${body.lead_id}/restore`)).body.data.form_id).toBeNull();
  });

  it('is listed in pages, and forgotten for good by hand', async () => {
    const { client } = await app.newUser();
    const leads = [];
    for (let at = 0; at < 5; at++) leads.push(await newLead(client));
    for (const { id } of leads) await client.delete(`/api/leads/${id}`);
    const first = (await client.get('/api/leads/removed?limit=3')).body;
    const rest = (await client.get(`/api/leads/removed?limit=3&cursor=${first.next_cursor}`)).body;
    const ids = [...first.data, ...rest.data].map(({ id }) => id);
    expect(ids).toEqual(leads.map(({ id }) => id).toReversed());
    expect((await client.delete(`/api/leads/removed/${ids[0]}`)).body.data).toEqual({ forgotten: true });
    expect((await client.post(`/api/leads/${ids[0]}/restore`)).status).toBe(404);
    expect((await client.delete(`/api/leads/removed/${ids[0]}`)).status).toBe(404);
  });

  it('is forgotten with all that is known of it once it is old', async () => {
    const { client } = await app.newUser();
    const [old, fresh] = [await newLead(client), await newLead(client)];
    for (const { id } of [old, fresh]) {
      await client.post(`/api/leads/${id}/notes`, { text: 'x' });
      await client.post(`/api/leads/${id}/consents`, {
        purpose: 'phone',
        decision: 'withdrawn',
        source: 'call',
      });
      await client.delete(`/api/leads/${id}`);
    }
    await app.sql(`update removed_leads set removed_at = now() - interval '31 days' where id = $1`, [old.id]);
    await app.get(Retention).run(new AbortController().signal);
    const left = await app.sql(
      `select lead_id, 'activity' as what from lead_activities where lead_id = any($1) union
       select lead_id, 'consent' from lead_consents where lead_id = any($1) union
       select id, 'lead' from removed_leads where id = any($1) order by what`,
      [[old.id, fresh.id]],
    );
    expect(left).toEqual(['activity', 'consent', 'lead'].map((what) => ({ lead_id: fresh.id, what })));
  });
});
