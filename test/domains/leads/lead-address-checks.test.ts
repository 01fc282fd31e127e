import { randomUUID } from 'node:crypto';
import { AddressCheckRepository } from '#domains/leads/addresses/address-check.repository';
import { CheckAddressesJob } from '#domains/leads/addresses/address-check.jobs';
import { Lookout } from '#platform/clock/lookout';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import type { DnsServer } from '../../support/dns-server.js';
import { EnrichmentStage } from './enrichment.stage.js';
import { importing } from './imports.makers.js';
import { makeLeads, newLead } from './leads.makers.js';

let app: TestApp;
let dns: DnsServer;

beforeAll(async () => {
  ({ app, dns } = await EnrichmentStage.share());
});

/** What the clock asks for when addresses have come in. */
async function check(): Promise<void> {
  await app.get(Jobs).send(CheckAddressesJob, { askedBy: 'clock' });
  await app.drainJobs();
}

const newDomain = () => `${randomUUID()}.test`;
const questionsFor = (domain: string) => dns.questions.filter((question) => question === `mx ${domain}`);
const checksOf = (domain: string) =>
  app.sql<{ attempts: number; is_later: boolean }>(
    'select attempts, due_at > now() as is_later from lead_domain_checks where domain = $1',
    [domain],
  );

describe('the domain of an address', () => {
  it('is asked for once, whoever has leads there, and never while they are written', async () => {
    const [lost, good] = [newDomain(), newDomain()];
    dns.zones.set(good, { mx: [[10, `mx.${good}`]] });
    const file = `email\nada@${lost}\neve@${lost}\ninfo@${lost}\nada@${good}\n`;
    const first = await importing(app, file);
    const second = await app.newUser();
    const theirs = await newLead(second.client, { email: `bob@${lost}` });
    expect(theirs).toMatchObject({ email_quality: 'good' });
    expect(questionsFor(lost)).toEqual([]);
    await check();
    expect([questionsFor(lost).length, questionsFor(good).length]).toEqual([1, 1]);
    const leads = (await first.client.get('/api/leads?sort=email')).body.data;
    const told = Object.fromEntries(leads.map((lead: Record<string, unknown>) => [lead['email'], lead]));
    expect(told).toMatchObject({
      [`ada@${lost}`]: { email_quality: 'bad', email_issues: ['no_mail'] },
      [`info@${lost}`]: { email_quality: 'bad', email_issues: ['role', 'no_mail'] },
      [`ada@${good}`]: { email_quality: 'good', email_issues: [] },
    });
    const [before] = await app.sql<{ updated_at: string }>(
      'select updated_at::text from leads where id = $1',
      [theirs.id],
    );
    expect(Date.parse(before!.updated_at)).toBe(Date.parse(theirs.updated_at));
    expect((await second.client.get(`/api/leads/${theirs.id}`)).body.data.email_issues).toEqual(['no_mail']);
    expect(await checksOf(lost)).toEqual([]);
    // What is known is not asked again, and what is known to be good is not even noted.
    await newLead(second.client, { email: `eve@${lost}` });
    await newLead(second.client, { email: `eve@${good}` });
    expect([await checksOf(lost), await checksOf(good)]).toMatchObject([[{ attempts: 0 }], []]);
    await check();
    expect([questionsFor(lost).length, questionsFor(good).length]).toEqual([1, 1]);
    expect((await second.client.get('/api/leads?email_issue=no_mail')).body.data).toHaveLength(2);
  });

  it('is asked for again when it comes to be known that it takes mail after all', async () => {
    const domain = newDomain();
    const { client } = await app.newUser();
    const lead = await newLead(client, { email: `ada@${domain}` });
    await check();
    await app.sql(
      `insert into lead_domain_checks (created_by, domain, lead_ids) values ($1, $2, array[$3::uuid])`,
      [lead.created_by, domain, lead.id],
    );
    await app.sql(`update app.mail_domains set route = 'ok' where domain = $1`, [domain]);
    await check();
    expect((await client.get(`/api/leads/${lead.id}`)).body.data).toMatchObject({
      email_quality: 'good',
      email_issues: [],
    });
  });

  it('says nothing of a lead that has another address by then, or another owner', async () => {
    const domain = newDomain();
    const { client } = await app.newUser();
    const other = await app.newUser();
    const moved = await newLead(client, { email: `ada@${domain}` });
    const theirs = await newLead(other.client, { email: `bob@${domain}` });
    await app.sql('delete from lead_domain_checks where created_by = $1', [other.id]);
    await app.sql('update lead_domain_checks set lead_ids = lead_ids || $2::uuid where domain = $1', [
      domain,
      theirs.id,
    ]);
    await client.put(`/api/leads/${moved.id}`, { email: 'ada@gmail.com' });
    await check();
    expect(questionsFor(domain)).toHaveLength(1);
    for (const [reader, { id }] of [
      [client, moved],
      [other.client, theirs],
    ] as const)
      expect((await reader.get(`/api/leads/${id}`)).body.data).toMatchObject({ email_issues: [] });
  });

  it('is asked for later when name servers say nothing, and at last no more', async () => {
    const domain = newDomain();
    dns.zones.set(domain, { trouble: 'fails' });
    const { client } = await app.newUser();
    const { id } = await newLead(client, { email: `ada@${domain}` });
    await check();
    expect(await checksOf(domain)).toEqual([{ attempts: 1, is_later: true }]);
    expect((await client.get(`/api/leads/${id}`)).body.data).toMatchObject({ email_issues: [] });
    await app.sql('update lead_domain_checks set attempts = 4, due_at = now() where domain = $1', [domain]);
    await check();
    expect(await checksOf(domain)).toEqual([]);
    expect(await app.sql('select from app.mail_domains where domain = $1', [domain])).toEqual([]);
  });

  it('is not asked for where it is kept for examples, and is forgotten in time', async () => {
    const domain = newDomain();
    const { client } = await app.newUser();
    for (const email of ['ada@example.com', 'ada@acme.example', `ada@${domain}`])
      await newLead(client, { email });
    for (const kept of ['example.com', 'acme.example']) expect(await checksOf(kept)).toEqual([]);
    await check();
    const known = () => app.sql('select route from app.mail_domains where domain = $1', [domain]);
    expect(await known()).toEqual([{ route: 'none' }]);
    await app.sql(`update app.mail_domains set checked_at = now() - interval '91 days' where domain = $1`, [
      domain,
    ]);
    await app.get(Retention).run(AbortSignal.timeout(10_000));
    expect(await known()).toEqual([]);
  });

  it('waits in rows that its owner alone may see, and what is known of it is shown to none', async () => {
    const owner = await app.newUser();
    const stranger = await app.newUser();
    const domain = newDomain();
    await newLead(owner.client, { email: `ada@${domain}` });
    const database = app.get(Database);
    const seen = (userId: string, table: 'lead_domain_checks' | 'app.mail_domains') =>
      database.as(userId, () => database.tables(table).selectFrom(table).select('domain').execute());
    expect(await seen(owner.id, 'lead_domain_checks')).toEqual([{ domain }]);
    expect(await seen(stranger.id, 'lead_domain_checks')).toEqual([]);
    await expect(seen(owner.id, 'app.mail_domains')).rejects.toThrow(/permission denied/);
  });
});

describe('an address that nobody has looked at', () => {
  it('is judged in the background, as if it had come by the application, and is not changed by that', async () => {
    const { id: ownerId, client } = await app.newUser();
    const domain = newDomain();
    dns.zones.set('gamil.com', { mx: [[10, 'mx.gamil.com']] });
    const rows = ['ada@gamil.com', 'x@mailinator.com', `ada@${domain}`].map((email) => ({ email }));
    const ids = await makeLeads(app, ownerId, [...rows, { email: null }]);
    const read = async (at: number) => (await client.get(`/api/leads/${ids[at]}`)).body.data;
    const before = await read(0);
    expect(before).toMatchObject({ email_quality: null, email_issues: null });
    expect(await app.get(Lookout).holds(app.get(AddressCheckRepository).isAnyDue())).toBe(true);
    await check();
    expect(await read(0)).toMatchObject({
      email_issues: ['typo'],
      email_suggestion: 'ada@gmail.com',
      updated_at: before.updated_at,
      field_sources: before.field_sources,
    });
    expect(await read(1)).toMatchObject({ email_quality: 'bad' });
    expect(await read(2)).toMatchObject({ email_issues: ['no_mail'] });
    expect(await read(3)).toMatchObject({ email_quality: null, email_issues: null });
  });
});
