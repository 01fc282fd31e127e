import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { type Counting, type MailSettings, storedMailSettings } from '../mail-settings.js';
import type { HoldReason } from './hold-reasons.js';
import { quietHours } from './mailing-gates.js';
import type { OutgoingMessage } from './outgoing.js';
import { draw, type Tokens } from './throttle.js';

const MAILINGS_AT_ONCE = 20;
/** How long a mailing whose settings cannot be followed is left alone; then it is looked at again. */
const UNREADABLE_HOLD_MS = 3_600_000;

/** What must be true of a mailing for its mails to be claimed, by the gate that tells of it. */
export const CLAIM_CONDITIONS = {
  campaign_active: sql`c.state = 'sending'`,
  account: sql`c.created_by <> all ((select app.owners_at_rest())::uuid[])`,
  hold: sql`(c.hold_until is null or c.hold_until <= now())`,
  due: sql`next.due_at <= now()`,
} as const;

interface ReadyMailing {
  readonly id: string;
  readonly transactional: boolean;
  readonly settings: unknown;
  /** When it was served last is not known to the hour. */
  readonly unnoted: boolean;
}

/** How many messages of one mailing may be taken now, and what is to be remembered about it. */
interface Quota {
  readonly id: string;
  readonly transactional: boolean;
  readonly unnoted: boolean;
  /** Undefined where the settings cannot be followed. */
  readonly counting: Counting | undefined;
  readonly quota: number;
  readonly tokens?: number;
  readonly hold_reason?: HoldReason;
  readonly hold_until?: string;
}

type Share = Omit<Quota, 'transactional' | 'unnoted' | 'counting'>;

/** Takes due messages into this worker's hands, fairly between mailings and as fast as each may go. */
@Injectable()
export class ClaimRepository {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages');
  }

  /** Up to `limit` messages that no other worker holds, leased to the caller. */
  claim(limit: number): Promise<OutgoingMessage[]> {
    return this.database.asService('email.claim', () =>
      this.database.transaction(async () => {
        const ready = await this.readyMailings();
        if (ready.length === 0) return [];
        const quotas = await this.quotas(ready, limit);
        await this.remember(quotas, ready.length > 1);
        const taken: OutgoingMessage[] = [];
        for (const quota of quotas)
          if (quota.quota > 0 && quota.counting) taken.push(...(await this.take(quota, quota.counting)));
        return taken;
      }),
    );
  }

  /** The next due message is asked for by order, so that the partial index is read and never the table. */
  private async readyMailings(): Promise<ReadyMailing[]> {
    const { rows } = await sql<ReadyMailing>`
      select c.id, c.settings, c.transactional,
        (c.served_at is null or c.served_at < now() - interval '1 hour') as unnoted
      from email_campaigns c
      cross join lateral (
        select m.due_at from email_messages m
        where m.email_campaign_id = c.id and m.state = 'queued'
        order by m.due_at limit 1
      ) next
      where ${sql.join(Object.values(CLAIM_CONDITIONS), sql` and `)}
      order by c.served_at nulls first
      limit ${MAILINGS_AT_ONCE}`.execute(this.tables);
    return rows;
  }

  private async quotas(ready: readonly ReadyMailing[], limit: number): Promise<Quota[]> {
    const share = Math.ceil(limit / ready.length);
    const read = ready.map(({ settings, ...mailing }) => ({
      ...mailing,
      settings: storedMailSettings(settings),
    }));
    const throttled = read.filter(({ settings }) => settings?.throttlePerMinute !== undefined);
    const buckets = await this.buckets(throttled.map(({ id }) => id));
    const now = new Date();
    return read.map(({ id, settings, ...mailing }) => ({
      ...mailing,
      counting: settings && countingOf(settings),
      ...(settings
        ? quotaOf({ id, settings, bucket: buckets.get(id) }, share, now)
        : this.unreadable(id, now)),
    }));
  }

  /** Held by itself, so that nobody else's mail stops for one owner's settings. Said once for each hold. */
  private unreadable(id: string, now: Date): Share {
    this.logger.warn({ mailing: id }, 'A mailing is held: its settings cannot be followed');
    const until = new Date(now.getTime() + UNREADABLE_HOLD_MS).toISOString();
    return { id, quota: 0, hold_reason: 'unreadable_settings', hold_until: until };
  }

  /** The buckets of throttled mailings, locked: two workers never draw from one at the same time. */
  private async buckets(ids: readonly string[]): Promise<Map<string, Tokens>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql<Tokens & { id: string }>`
      select id, tokens, extract(epoch from clock_timestamp() - tokens_at)::float8 as elapsed
      from email_campaigns
      where id = any (${ids}::uuid[])
      order by id
      for no key update`.execute(this.tables);
    return new Map(rows.map(({ id, tokens, elapsed }) => [id, { tokens, elapsed }]));
  }

  /**
   * One that is alone needs no turn: when it was served is noted once an hour, by which others look for what it has sent. A hold
   * that was set since it was looked for stays while it is the longer one.
   */
  private async remember(quotas: readonly Quota[], inTurn: boolean): Promise<void> {
    const changed = inTurn
      ? quotas
      : quotas.filter(({ tokens, hold_until, unnoted }) => unnoted || (tokens ?? hold_until) !== undefined);
    if (changed.length === 0) return;
    await sql`
      with kept as (
        select * from json_to_recordset(${JSON.stringify(changed)}::json)
          as k(id uuid, tokens float8, hold_reason text, hold_until timestamptz)
      ), locked as (
        select c.id from email_campaigns c join kept using (id) order by c.id for no key update of c
      )
      update email_campaigns c set
        served_at = clock_timestamp(),
        tokens = coalesce(k.tokens, c.tokens),
        tokens_at = case when k.tokens is null then c.tokens_at else clock_timestamp() end,
        hold_reason = case when c.hold_until > coalesce(k.hold_until, now()) then c.hold_reason else k.hold_reason end,
        hold_until = case when c.hold_until > coalesce(k.hold_until, now()) then c.hold_until else k.hold_until end
      from kept k join locked using (id)
      where c.id = k.id`.execute(this.tables);
  }

  /**
   * One statement per mailing, with its quota as a plain limit and the rows named by an array: told less, Postgres
   * guesses badly how many there are, reads the whole table or compiles the statement for longer than it runs.
   */
  private async take({ id, quota, transactional }: Quota, counting: Counting): Promise<OutgoingMessage[]> {
    const { rows } = await sql<Omit<OutgoingMessage, 'counting'>>`
      with picked as (
        select id from email_messages
        where email_campaign_id = ${id} and state = 'queued' and due_at <= now()
        order by due_at, id
        limit ${quota}
        for update skip locked
      )
      update email_messages m set
        state = 'claimed', attempt = m.attempt + 1,
        lease_until = now() + ${this.settings.MAIL_LEASE_SECONDS} * interval '1 second'
      where m.id = any (array(select id from picked))
      returning m.id, m.attempt, m.email_campaign_id as "mailingId", m.created_by as "ownerId",
        m.lead_id as "leadId", m.email, m.email_norm as "emailNorm", m.merge, m.refusals,
        coalesce(m.content_id, m.variant_id) as "contentId", ${transactional}::boolean as transactional`.execute(
      this.tables,
    );
    return rows.map((row) => ({ ...row, counting }));
  }
}

function countingOf({ tracking, trackOpens, trackClicks }: MailSettings): Counting {
  return { tracking, trackOpens, trackClicks };
}

interface Applicant {
  readonly id: string;
  readonly settings: MailSettings;
  readonly bucket: Tokens | undefined;
}

function quotaOf({ id, settings, bucket }: Applicant, share: number, now: Date): Share {
  const { throttlePerMinute } = settings;
  const quiet = quietHours.judge({ settings, now });
  if (quiet.verdict === 'wait' && quiet.until)
    return { id, quota: 0, hold_reason: 'quiet_hours', hold_until: quiet.until.toISOString() };
  if (throttlePerMinute === undefined || !bucket) return { id, quota: share };
  const { take, tokens, wait } = draw(bucket, throttlePerMinute, share);
  if (take > 0) return { id, quota: take, tokens };
  const until = new Date(now.getTime() + wait * 1000).toISOString();
  return { id, quota: 0, tokens, hold_reason: 'throttle', hold_until: until };
}
