import { Injectable } from '@nestjs/common';
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { MailRoute } from '#platform/web/dns/mail-routes';
import type { AddressFindings } from '../hygiene/address-findings.js';

/** How long claimed checks are their claimer's; then somebody else may ask. */
const LEASE = sql`interval '5 minutes'`;
/** What is known of a domain holds so long: mail seldom ceases to go somewhere, and often begins to. */
const GOOD_FOR = sql`case route when 'ok' then interval '30 days' else interval '1 day' end`;
/** What name servers do not say is asked again ever later, and at last no more. */
const ASKED_AT_MOST = 5;
const ASKED_AGAIN = sql`interval '1 minute' * power(8, attempts - 1)`;
/** What is written of leads until the transaction ends is no change that somebody has made. */
const IN_THE_BACKGROUND = sql`select set_config('app.judging', 'on', true)`;

/** An address of a lead that nobody has looked at. */
interface UnjudgedAddress {
  id: string;
  email: string;
}

/** Leads of one owner with addresses at one domain, and how mail gets there where that is known. */
export interface DomainCheck {
  id: number;
  domain: string;
  route: KnownRoute | null;
}

type KnownRoute = Exclude<MailRoute, 'unknown'>;

/** What name servers have said, or have not. */
type Routes = ReadonlyMap<string, MailRoute>;

/** Addresses of leads of every owner that are to be judged, and domains whose name servers are to be asked. */
@Injectable()
export class AddressCheckRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_domain_checks', 'app.mail_domains');
  }

  isAnyDue(): Condition {
    return sql<boolean>`
      (exists (select from lead_domain_checks where due_at <= now())
        or exists (select from leads where email_issues is null and email_norm is not null))`;
  }

  /** Held until the transaction ends, in which what is found out is no change that somebody has made. */
  async unjudged(atMost: number): Promise<UnjudgedAddress[]> {
    await this.asService(IN_THE_BACKGROUND);
    const { rows } = await this.asService(sql<UnjudgedAddress>`
      select id, email_norm as email from leads where email_issues is null and email_norm is not null
      order by created_by, id limit ${sql.lit(atMost)} for no key update skip locked`);
    return rows;
  }

  async judge(found: readonly (AddressFindings & { id: string })[]): Promise<void> {
    await this.asService(sql`
      update leads set email_issues = found.email_issues, email_suggestion = found.email_suggestion
      from json_to_recordset(${JSON.stringify(found)}::json)
        as found(id uuid, email_issues text[], email_suggestion text)
      where leads.id = found.id`);
  }

  /** The next checks, the oldest first; whoever else claims gets others. */
  async claim(atMost: number): Promise<DomainCheck[]> {
    const { rows } = await this.asService(sql<DomainCheck>`
      with claimed as (
        update lead_domain_checks set due_at = now() + ${LEASE}, attempts = attempts + 1
        where id = any(array(
          select id from lead_domain_checks where due_at <= now() order by due_at, id limit ${sql.lit(atMost)}
          for update skip locked))
        returning id, domain
      )
      select claimed.id, claimed.domain, known.route from claimed
      left join app.mail_domains known on known.domain = claimed.domain and known.checked_at > now() - ${GOOD_FOR}`);
    return rows;
  }

  /** Remembers what was said. In the order of the names, so that two workers never wait for each other in a circle. */
  async remember(routes: Routes): Promise<void> {
    const said = [...routes].filter(([, route]) => route !== 'unknown');
    if (said.length === 0) return;
    const rows = said.map(([domain, route]) => ({ domain, route }));
    await this.asService(sql`
      insert into app.mail_domains (domain, route)
      select domain, route from json_to_recordset(${JSON.stringify(rows)}::json) as said(domain text, route text)
      order by domain
      on conflict (domain) do update set route = excluded.route, checked_at = now()`);
  }

  /** Writes what is known now into the leads that still have an address there, and lets the checks go that are done. */
  async settle(checks: readonly DomainCheck[], routes: Routes): Promise<void> {
    await this.asService(IN_THE_BACKGROUND);
    const said = checks.map(({ id, domain }) => ({ id, route: routes.get(domain) ?? 'unknown' }));
    await this.asService(sql`
      with said as (
        select * from json_to_recordset(${JSON.stringify(said)}::json) as said(id bigint, route text)
      ), kept as (
        update lead_domain_checks asked set due_at = now() + ${ASKED_AGAIN}
        from said where asked.id = said.id and said.route = 'unknown' and asked.attempts < ${ASKED_AT_MOST}
        returning asked.id
      ), done as (
        delete from lead_domain_checks asked using said
        where asked.id = said.id and (said.route <> 'unknown' or asked.attempts >= ${ASKED_AT_MOST})
        returning asked.created_by, asked.domain, asked.lead_ids, said.route
      ), verdict as (
        select distinct on (lead_id) lead_id, created_by, domain, route in ('none', 'null_mx') as is_lost
        from done cross join lateral unnest(lead_ids) as lead_id where route <> 'unknown'
      ), held as (
        select leads.id, verdict.is_lost from verdict
        join leads on leads.id = verdict.lead_id and leads.created_by = verdict.created_by
        where split_part(leads.email_norm, '@', 2) = verdict.domain and leads.email_issues is not null
          and ('no_mail' = any(leads.email_issues)) <> verdict.is_lost
        order by leads.id for no key update of leads
      )
      update leads set email_issues = array_remove(leads.email_issues, 'no_mail')
        || case when held.is_lost then array['no_mail'] else '{}'::text[] end
      from held where leads.id = held.id`);
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.mail_domains', column: 'checked_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  private asService<Row>(query: RawBuilder<Row>): Promise<QueryResult<Row>> {
    return this.database.asService('leads.addresses', () => query.execute(this.tables));
  }
}
