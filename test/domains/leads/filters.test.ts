import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { EventCondition, FieldCondition, Filter } from '#domains/leads/filters/filter';
import { OPERATORS } from '#domains/leads/filters/filter';
import { readFilter } from '#domains/leads/filters/filter-check';
import { FILTER_FIELDS } from '#domains/leads/filters/filter-fields';
import { EstimateRepository } from '#domains/leads/segments/estimate.repository';
import { MemberRepository } from '#domains/leads/segments/member.repository';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { isMeant, type KnownLead } from './filter-evaluator.js';

const DAY_MS = 24 * 60 * 60_000;
const FORMS = [randomUUID(), randomUUID()];
const CAMPAIGNS = [randomUUID(), randomUUID()];
const LINKS = ['https://example.com/a', 'https://example.com/b?c=d'];
const WORDS = ['Ada', 'ada', 'Head of Sales', 'headhunter', "o'Neil; --", '%', '50', ''];
const DAYS = [1, 7, 30];
const SEED = 20_261_128;

let app: TestApp;
let ownerId: string;
let leads: KnownLead[];

/** Half days, so that nothing lies on the edge of a whole number of days. */
const halfDays = fc.integer({ min: -45, max: 45 }).map((days) => (days + 0.5) * DAY_MS);

function leadsOf(now: number): KnownLead[] {
  const instant = halfDays.map((ago) => new Date(now - ago).toISOString());
  const text = fc.option(fc.constantFrom(...WORDS), { freq: 4 });
  const row = fc.record({
    first_name: text,
    last_name: text,
    company: text,
    job_title: text,
    industry: text,
    source: fc.constantFrom('manual', 'import'),
    status: fc.option(fc.constantFrom('new', 'qualified', 'lost')),
    company_size: fc.option(fc.constantFrom('1-10', '1000+')),
    consent: fc.constantFrom('granted', 'unknown'),
    lead_score: fc.option(fc.constantFrom(0, 59, 60, 94, 95, 100)),
    annual_revenue: fc.option(fc.constantFrom(0, 50, 1e6)),
    campaign_id: fc.option(fc.constantFrom(...CAMPAIGNS)),
    tags: fc.option(fc.subarray(['a', 'b', "c'"])),
    email_issues: fc.option(fc.subarray(['typo', 'role', 'no_mail'])),
    created_at: instant,
    last_activity_at: fc.option(instant),
    qualified_at: fc.option(instant),
    customer_at: fc.option(instant),
    enriched_data: fc.option(
      fc.constantFrom({}, { ai_insights: [] }, { ai_insights: ['x'] }, { ai_insights: 'x' }),
    ),
    custom_fields: fc.dictionary(
      fc.constantFrom('plan', 'seats', 'since', 'vip', 'likes'),
      fc.oneof(
        fc.constantFrom(
          'pro',
          'Pro',
          '50',
          50,
          12.5,
          true,
          false,
          'true',
          null,
          '2026-02-30',
          '2026-02-28',
          'x',
        ),
        instant,
        fc.subarray(['a', 'b']),
        fc.constant({ a: 1 }),
      ),
    ),
  });
  const event = fc.record({
    event: fc.constantFrom('submitted', 'opened', 'clicked'),
    at: halfDays.map((ago) => now - Math.abs(ago)),
    form_id: fc.constantFrom(...FORMS),
    campaign_id: fc.constantFrom(...CAMPAIGNS),
    link: fc.constantFrom(...LINKS),
  });
  const lead = fc.record({ row, events: fc.array(event, { maxLength: 4 }) });
  return fc.sample(lead, { numRuns: 60, seed: SEED }).map((one) => ({ id: newId(), ...one }));
}

const field: fc.Arbitrary<FieldCondition> = fc
  .constantFrom(
    ...[...FILTER_FIELDS].filter(
      ([name]) => !['updated_at', 'form_id', 'email', 'external_id', 'origin'].includes(name),
    ),
    ...(['text', 'number', 'boolean', 'date', 'list'] as const).flatMap((kind) =>
      ['plan', 'seats', 'since', 'vip', 'likes'].map((key): [string, { kind: typeof kind }] => [
        `custom.${key}`,
        { kind },
      ]),
    ),
  )
  .chain(([name, { kind, ...rest }]) => {
    const options = (rest as { options?: readonly string[] }).options;
    const choice = fc.constantFrom(...(options ?? ['manual', 'import', 'other']));
    const word = fc.constantFrom(...WORDS.filter(Boolean));
    const one: fc.Arbitrary<unknown> = {
      text: word,
      choice,
      grade: choice,
      number: fc.constantFrom(0, 12.5, 50, 60, 95, 1e6),
      boolean: fc.boolean(),
      date: fc.constantFrom('2026-02-28', '2026-11-20T12:00:00Z'),
      list: options ? choice : fc.constantFrom('a', 'b', "c'"),
      id: fc.constantFrom(...CAMPAIGNS),
      presence: fc.boolean(),
    }[kind];
    return fc.constantFrom(...OPERATORS[kind]).chain((op) =>
      operandFor(op, one).map((value) => ({
        field: name,
        op,
        value,
        ...(name.startsWith('custom.') && { as: kind }),
      })),
    );
  }) as fc.Arbitrary<FieldCondition>;

function operandFor(op: string, one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (op === 'is_known') return fc.boolean();
  if (op.endsWith('_days')) return fc.constantFrom(...DAYS);
  if (op === 'has_word') return fc.subarray(['head', 'ada', 'of'], { minLength: 1 });
  return ['in', 'has_any', 'has_all'].includes(op) ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

const often = { within_days: fc.constantFrom(...DAYS), at_least: fc.integer({ min: 1, max: 3 }) };
const event: fc.Arbitrary<EventCondition> = fc.oneof(
  fc.record(
    { event: fc.constant('submitted' as const), form_id: fc.constantFrom(...FORMS), ...often },
    { requiredKeys: ['event'] },
  ),
  fc.record(
    {
      event: fc.constantFrom('opened' as const, 'clicked' as const),
      campaign_id: fc.constantFrom(...CAMPAIGNS),
      ...often,
    },
    { requiredKeys: ['event'] },
  ),
  fc.record({ event: fc.constant('clicked' as const), link: fc.constantFrom(...LINKS) }),
) as fc.Arbitrary<EventCondition>;

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    field,
    event,
    fc.record({ all: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
}));

beforeAll(async () => {
  app = await sharedApp();
  ({ id: ownerId } = await app.newUser());
  leads = leadsOf(Date.now());
  for (const { id, row, events } of leads) {
    const columns = { id, created_by: ownerId, email: `${id}@example.com`, ...row };
    const names = Object.keys(columns);
    const values = Object.values(columns).map((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value,
    );
    await app.sql(
      `insert into leads (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      values,
    );
    for (const { event: kind, at, form_id, campaign_id, link } of events) {
      const instant = new Date(at).toISOString();
      if (kind === 'submitted')
        await app.sql(
          `insert into lead_activities (lead_id, created_by, activity_type, activity_data, occurred_at)
           values ($1, $2, 'submitted', $3, $4)`,
          [id, ownerId, JSON.stringify({ form_id }), instant],
        );
      else
        await app.sql(
          `insert into lead_engagements (id, lead_id, created_by, kind, campaign_id, link, occurred_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [newId(), id, ownerId, kind, campaign_id, link, instant],
        );
    }
  }
});
afterAll(async () => {
  await app.close();
});

describe('a filter', () => {
  it('means in SQL what it means in plain code, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (wanted) => {
        const now = Date.now();
        const found = await app
          .get(Database)
          .as(ownerId, () => app.get(EstimateRepository).some(ownerId, wanted, 1_000));
        const expected = leads.filter((lead) => isMeant(wanted, lead, now)).map(({ id }) => id);
        expect(found.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 150 },
    );
  });

  it('is read as it was written, and then says the same', () => {
    fc.assert(
      fc.property(filter, (wanted) => {
        const { filter: read, issues } = readFilter(wanted, new Map());
        expect(issues).toEqual([]);
        expect(read).toEqual(wanted);
      }),
    );
  });

  it('says nothing else of a lead before the moment at which that is expected', async () => {
    const timed = filter.filter((wanted) => JSON.stringify(wanted).includes('_days'));
    await fc.assert(
      fc.asyncProperty(timed, async (wanted) => {
        const now = Date.now();
        await app.sql('delete from lead_dues');
        const ids = leads.map(({ id }) => id);
        await app
          .get(Database)
          .as(ownerId, () => app.get(MemberRepository).expect(ownerId, [wanted], { ids }));
        const rows = await app.sql<{ lead_id: string; due_at: unknown }>(
          'select lead_id, due_at::text from lead_dues',
        );
        const dues = new Map(rows.map((row) => [row.lead_id, Date.parse(String(row.due_at))]));
        for (const lead of leads) {
          const due = dues.get(lead.id) ?? now + 4_000 * DAY_MS;
          expect(due).toBeGreaterThan(now);
          const today = isMeant(wanted, lead, now);
          for (const part of [0.1, 0.5, 0.999])
            expect(isMeant(wanted, lead, now + (due - now) * part)).toBe(today);
        }
      }),
      { numRuns: 60 },
    );
  });
});
