import fc from 'fast-check';
import type { AudienceFilter, AudienceMember } from '#domains/leads/audiences/audience';
import { LeadService } from '#domains/leads/lead.service';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm } from './forms.makers.js';
import { makeLeads } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('an audience', () => {
  const members = (ownerId: string, filter: AudienceFilter, after: string | null = null, limit = 100) =>
    app.get(Database).as(ownerId, () => app.get(LeadService).audience(ownerId, filter, after, limit));
  const addresses = (found: AudienceMember[]) => found.map(({ email }) => email).sort();

  it('has only leads with an address, says who must not be written to, and what a text may say', async () => {
    const { id } = await app.newUser();
    await makeLeads(app, id, [
      {
        first_name: 'Ada',
        last_name: 'L',
        company: 'AE',
        custom_fields: JSON.stringify({ plan: 'pro', email: 'spoofed@example.com' }),
      },
      { consent: 'withdrawn' },
      { email: null },
    ]);
    const [ada, ...others] = (await members(id, {})).toSorted((a, b) => a.email.localeCompare(b.email));
    expect(others).toMatchObject([{ email: 'lead1@example.com', consentWithdrawn: true }]);
    expect(ada).toMatchObject({ email: 'lead0@example.com', consentWithdrawn: false });
    expect(ada?.merge).toEqual({
      first_name: 'Ada',
      last_name: 'L',
      name: 'Ada L',
      email: 'lead0@example.com',
      phone: null,
      company: 'AE',
      job_title: null,
      industry: null,
      country: null,
      plan: 'pro',
      custom: { plan: 'pro', email: 'spoofed@example.com' },
    });
  });

  it('is nobody when a list is empty, and never somebody else`s lead', async () => {
    const { id } = await app.newUser();
    const { id: other } = await app.newUser();
    const [mine] = await makeLeads(app, id, [{}]);
    const [theirs] = await makeLeads(app, other, [{}]);
    expect(await members(id, { leadIds: [] })).toEqual([]);
    expect((await members(id, { leadIds: [mine!, theirs!] })).map(({ leadId }) => leadId)).toEqual([mine]);
  });

  it('is nobody by the form of somebody else, and theirs is none of mine', async () => {
    const [one, two] = [await makeForm(app), await makeForm(app)];
    for (const { submit } of [one, two]) await submit({ email: 'ada@example.com', name: 'Ada' });
    const by = async (ownerId: string, ...formIds: string[]) => (await members(ownerId, { formIds })).length;
    expect(await by(one.ownerId, two.form.id)).toBe(0);
    expect(await by(one.ownerId, one.form.id, two.form.id)).toBe(1);
    expect(await by(two.ownerId, one.form.id)).toBe(0);
  });

  it('is what the filter says, for any filter, and walks in pages without gaps', async () => {
    const { id } = await app.newUser();
    const leads = Array.from({ length: 24 }, (_, at) => ({
      email: at % 11 === 10 ? null : `lead${at}@example.com`,
      status: ['new', 'qualified', 'lost'][at % 3],
      source: ['import', 'manual'][at % 2],
      lead_score: (at * 7) % 101,
      tags: [['a'], ['b'], ['a', 'b'], []][at % 4],
      consent: at % 7 === 6 ? 'withdrawn' : 'unknown',
    }));
    const ids = await makeLeads(app, id, leads);
    const some = (values: string[]) => fc.option(fc.subarray(values), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          leadIds: some(ids),
          tags: some(['a', 'b', 'c']),
          statuses: some(['new', 'qualified', 'lost']),
          sources: some(['import', 'manual']),
          minScore: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
        }),
        async (filter) => {
          const expected = leads.filter(
            (lead, at) =>
              lead.email !== null &&
              (!filter.leadIds || filter.leadIds.includes(ids[at]!)) &&
              (!filter.tags || lead.tags!.some((tag) => filter.tags!.includes(tag))) &&
              (!filter.statuses || filter.statuses.includes(lead.status!)) &&
              (!filter.sources || filter.sources.includes(lead.source!)) &&
              (filter.minScore === undefined || lead.lead_score >= filter.minScore),
          );
          const paged: AudienceMember[] = [];
          for (let page = await members(id, filter, null, 5); page.length > 0;) {
            paged.push(...page);
            page = await members(id, filter, page[page.length - 1]!.leadId, 5);
          }
          expect(addresses(paged)).toEqual(expected.map(({ email }) => email!).sort());
          expect(addresses(paged.filter(({ consentWithdrawn }) => consentWithdrawn))).toEqual(
            expected.flatMap(({ email, consent }) => (consent === 'withdrawn' ? [email!] : [])).sort(),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
