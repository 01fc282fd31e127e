import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { CatalogueRepository } from '../map/catalogue.repository.js';
import { DATA_MAP } from '../map/data-map.js';
import { childrenFirst, isOwned, type KnownTable, quoted } from '../map/owned-rows.js';
import { ANONYMISED } from './anonymised.js';
import type { ErasureMode } from './person.dto.js';
import type { Sought } from './words/sought.js';

/** What is kept of one person in rows that are about them, of whichever table. */
@Injectable()
export class PersonRepository {
  constructor(
    private readonly database: Database,
    private readonly catalogue: CatalogueRepository,
  ) {}

  /** Tables that speak of people, those first that refer to others. */
  async spokenIn(): Promise<KnownTable[]> {
    const tables = childrenFirst(DATA_MAP, await this.catalogue.read());
    return tables.filter(({ map: { person } }) => person.lead !== undefined || person.address !== undefined);
  }

  /** Leads that are named, also those that are gone and all that were merged into them, and by what else these are known. */
  async known(ownerId: string, { addresses, phones, leadIds }: Sought): Promise<Sought> {
    const { rows } = await this.asEraser(
      `with recursive person as (
         select id from public.leads where created_by = $1::uuid
           and (email_norm = any($2::text[]) or phone_norm = any($3::text[]) or id = any($4::uuid[]))
         union
         select id from public.removed_leads where created_by = $1::uuid
           and (lower(btrim(lead ->> 'email')) = any($2::text[]) or lead ->> 'phone_norm' = any($3::text[])
             or id = any($4::uuid[]))
       ), merged as (
         select id from person
         union
         select gone.id from public.removed_leads gone join merged on gone.into_id = merged.id
         where gone.created_by = $1::uuid
       )
       select id, email_norm as email, phone, phone_norm as number from public.leads
       where created_by = $1::uuid and id in (select id from merged)
       union all
       select id, lower(btrim(lead ->> 'email')), lead ->> 'phone', lead ->> 'phone_norm' from public.removed_leads
       where created_by = $1::uuid and id in (select id from merged)`,
      [ownerId, [...addresses], [...phones], [...leadIds]],
    );
    const told = (given: readonly string[], ...names: string[]) => [
      ...new Set([...given, ...rows.flatMap((row) => names.map((name) => row[name]))].filter(isText)),
    ];
    return {
      addresses: told(addresses, 'email'),
      phones: told(phones, 'phone', 'number'),
      leadIds: told([], 'id'),
    };
  }

  /** Erases the person from a table; answers how many rows that were. */
  async erase(
    ownerId: string,
    { addresses, leadIds }: Sought,
    table: KnownTable,
    mode: ErasureMode,
  ): Promise<number> {
    const { lead, address } = table.map.person;
    const means = [
      ...(lead === undefined ? [] : [`t.${quoted(lead)} = any($2::uuid[])`]),
      ...(address === undefined ? [] : [`${plain(address)} = any($3::text[])`]),
    ];
    const set = mode === 'anonymise' ? ANONYMISED[table.map.name] : undefined;
    if (set === null) return 0;
    const name = quoted(table.map.name);
    const which = `${isOwned(table)} and (${means.join(' or ')}) and $2::uuid[] is not null and $3::text[] is not null`;
    const change = set
      ? `update ${name} t set ${set} where ${which} returning 1`
      : `delete from ${name} t where ${which} returning 1`;
    const { rows } = await this.asEraser(
      `with changed as (${change}) select count(*)::int as count from changed`,
      [ownerId, [...leadIds], [...addresses]],
    );
    return Number(rows[0]?.['count'] ?? 0);
  }

  private asEraser(text: string, parameters: unknown[]) {
    return this.database.asService('privacy.erase', () => this.database.execute({ sql: text, parameters }));
  }
}

/** Columns of normalised addresses have indexes of their own. */
const plain = (address: string): string =>
  address.endsWith('_norm') ? `t.${quoted(address)}` : `lower(t.${quoted(address)})`;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
