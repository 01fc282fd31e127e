import type { Scratch } from './scratch.ts';
import { withoutIndexes } from './seed.ts';

/** Owners around the one that is measured, and how many leads each of them has. */
export interface Crowd {
  readonly leads: number;
  readonly owners: number;
  readonly leadsOfEach: number;
}

/** Words that leads of a bench are made of: common ones, rare ones, and `example.com`, which each of them has. */
const SYLLABLES = `array['ba', 'den', 'ko', 'lin', 'mar', 'nor', 'pel', 'ris', 'sta', 'tov', 'ul', 'wick', 'yer', 'zan']`;
const FIRST_NAMES = `array['Ada', 'Alan', 'Barbara', 'Claude', 'Donald', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Ivan',
  'John', 'Katherine', 'Linus', 'Margaret', 'Niklaus', 'Ole', 'Peter', 'Radia', 'Sophie', 'Tim']`;

const LEADS = `
  insert into leads (id, created_by, first_name, last_name, email, email_norm, phone, company, job_title, industry,
    company_size, country, source, status, lead_score, tags, notes, consent, custom_fields, metadata, campaign_id,
    last_activity_at, created_at, updated_at, email_issues)
  select lpad(to_hex(number), 32, '0')::uuid,
    case when number <= $2 then $1::uuid else md5('owner' || (number % $3))::uuid end,
    first_name, initcap(last_name), address, address, '+44 20 ' || 7000000 + number, initcap(company) || ' Ltd',
    (array['Head of Marketing', 'Chief Executive', 'Engineer', 'Buyer'])[1 + number % 4],
    (array['Software', 'Retail', 'Health', 'Energy', 'Media'])[1 + number % 5],
    (enum_range(null::company_size))[1 + number % 5], (array['DE', 'FR', 'GB', 'US'])[1 + number % 4],
    case when number % 20000 = 7 then 'trade fair' else (array['import', 'embedded_form', 'manual'])[1 + number % 3] end,
    (enum_range(null::lead_status))[1 + number % 6], hash % 101,
    case when number % 5000 = 3 then array['speaker', 'tag' || number % 20] else array['tag' || number % 20] end,
    'Met at the fair in hall ' || number % 9, 'granted', jsonb_build_object('team', number % 50, 'seat', number),
    jsonb_build_object('utm_source', 'newsletter'),
    case when number % 10 = 1 then md5('campaign' || number % 100)::uuid end,
    case when number % 3 > 0 then at + hash % 900 * interval '1 hour' end, at, at, '{}'
  from generate_series(1, $2::integer + $3::integer * $4::integer) as number,
    lateral (select abs(hashint4(number)) as hash, now() - interval '40 days' + number * interval '1 second' as at) as chance,
    lateral (select (${FIRST_NAMES})[1 + hash % 20] as first_name,
      (${SYLLABLES})[1 + hash / 20 % 14] || (${SYLLABLES})[1 + hash / 280 % 14] || (${SYLLABLES})[1 + hash / 3920 % 14] as last_name,
      (${SYLLABLES})[1 + hash / 7 % 14] || (${SYLLABLES})[1 + hash / 98 % 14] || (${SYLLABLES})[1 + number % 14] as company) as words,
    lateral (select lower(first_name) || '.' || last_name || number || '@' || company || '.example.com' as address) as written`;

const OPENED = `
  insert into lead_engagements (id, lead_id, created_by, kind, occurred_at)
  select gen_random_uuid(), id, created_by, 'opened', now() - uuid_hash(id)::bigint % 60 * interval '1 day'
  from leads where uuid_hash(id) % 3 = 0`;

const SEGMENTS = `
  insert into lead_segments (id, created_by, name, kind) values ($2, $1, 'Many', 'static'), ($3, $1, 'Few', 'static')`;
const MEMBERS = `
  insert into lead_segment_members (segment_id, lead_id, created_by)
  select $2::uuid, id, created_by from leads where created_by = $1 and uuid_hash(id) % 3 = 0
  union all select $3::uuid, id, created_by from leads where created_by = $1 and uuid_hash(id) % 2000 = 0`;
const COUNTED = `
  update lead_segments set member_count = (select count(*) from lead_segment_members where segment_id = lead_segments.id)`;

/** Fills the leads of one owner and of a crowd around, what they opened, and two segments: one of a third, one of a few hundreds. */
export async function seedCrowd(
  scratch: Scratch,
  ownerId: string,
  { leads, owners, leadsOfEach }: Crowd,
): Promise<{ many: string; few: string }> {
  const [many, few] = [crypto.randomUUID(), crypto.randomUUID()];
  const { owner } = scratch;
  await withoutIndexes(scratch, 'leads', () => owner.query(LEADS, [ownerId, leads, owners, leadsOfEach]));
  await withoutIndexes(scratch, 'lead_engagements', () => owner.query(OPENED));
  await owner.query(SEGMENTS, [ownerId, many, few]);
  await withoutIndexes(scratch, 'lead_segment_members', () => owner.query(MEMBERS, [ownerId, many, few]));
  await owner.query(COUNTED);
  return { many, few };
}
