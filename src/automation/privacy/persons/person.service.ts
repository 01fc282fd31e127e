import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { normalisePhone } from '#domains/leads/hygiene/phone';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import { Jobs } from '#platform/jobs/jobs';
import { AuditRepository } from '../audit/audit.repository.js';
import { ErasureNotFound, PersonNotFound, PersonUnnamed } from '../privacy.errors.js';
import { ErasedAddresses } from './erased-addresses.js';
import type { ErasePerson, ErasureMode, PersonErasure } from './person.dto.js';
import { ForgetPersonJob } from './words/person.jobs.js';
import { PersonErasureRepository } from './person-erasure.repository.js';
import { PersonRepository } from './person.repository.js';
import type { Sought } from './words/sought.js';

/** Rows may come from triggers while others go: deleted leads are put with the removed ones. */
const PASSES_AT_MOST = 5;

/** People who want to be forgotten by an owner. */
@Injectable()
export class PersonService {
  constructor(
    private readonly database: Database,
    private readonly persons: PersonRepository,
    private readonly erasures: PersonErasureRepository,
    private readonly erased: ErasedAddresses,
    private readonly jobs: Jobs,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * Rows about the person are gone when this answers, and their address is never written to again. A job looks for what else
   * was written of them. Whoever is asked for twice was not there the second time.
   */
  erase(ownerId: string, wanted: ErasePerson, visitor: Visitor): Promise<PersonErasure> {
    const named = namedBy(wanted);
    return this.database.transaction(async () => {
      const sought = await this.known(ownerId, named);
      await this.erased.keepAll(ownerId, sought.addresses);
      const counts = await this.removeRows(ownerId, sought, wanted.mode);
      const [subject = named.phones[0] ?? named.leadIds[0] ?? ''] = sought.addresses;
      const erasure = {
        id: newId(),
        mode: wanted.mode,
        digest: this.erased.receiptDigest(ownerId, subject),
        counts,
      };
      const receipt = await this.erasures.add(ownerId, erasure, sought);
      await this.jobs.send(ForgetPersonJob, { ownerId, erasureId: receipt.id });
      await this.audit.record(ownerId, 'person.erased', { receipt: receipt.id, mode: wanted.mode }, visitor);
      return receipt;
    });
  }

  async receipt(ownerId: string, erasureId: string): Promise<PersonErasure> {
    const found = isUuid(erasureId) ? await this.erasures.find(ownerId, erasureId) : undefined;
    if (!found) throw new ErasureNotFound();
    return found;
  }

  receipts(ownerId: string, page: PageQuery): Promise<Page<PersonErasure>> {
    return this.erasures.list(ownerId, page);
  }

  /** Has erasures gone on with that nobody is at. */
  async goOn(atMost: number): Promise<void> {
    await this.jobs.sendAll(ForgetPersonJob, await this.erasures.abandoned(atMost));
  }

  /** By whichever way they were named, all by which they are known. Others may have the same number. */
  private async known(ownerId: string, named: Sought): Promise<Sought> {
    const first = await this.persons.known(ownerId, named);
    if (named.leadIds.length > 0 && first.leadIds.length === 0) throw new PersonNotFound();
    const all = await this.persons.known(ownerId, { ...first, phones: [] });
    return { ...all, phones: [...new Set([...first.phones, ...all.phones])] };
  }

  private async removeRows(
    ownerId: string,
    sought: Sought,
    mode: ErasureMode,
  ): Promise<Record<string, number>> {
    const tables = await this.persons.spokenIn();
    const counts: Record<string, number> = {};
    for (let pass = 0, gone = 1; gone > 0 && pass < PASSES_AT_MOST; pass++) {
      gone = 0;
      for (const table of tables) {
        if (pass > 0 && mode === 'anonymise') break;
        const rows = await this.persons.erase(ownerId, sought, table, mode);
        if (rows > 0) counts[table.map.name] = (counts[table.map.name] ?? 0) + rows;
        gone += rows;
      }
    }
    return counts;
  }
}

function namedBy({ email, phone, lead_id: leadId }: ErasePerson): Sought {
  const number = phone === undefined ? null : normalisePhone(phone);
  if (phone !== undefined && number === null) throw new PersonUnnamed();
  if (email === undefined && number === null && leadId === undefined) throw new PersonUnnamed();
  return {
    addresses: email === undefined ? [] : [normaliseMailAddress(email)],
    phones: number === null ? [] : [number],
    leadIds: leadId === undefined ? [] : [leadId],
  };
}
