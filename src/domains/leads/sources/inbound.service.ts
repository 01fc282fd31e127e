import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Secrets } from '#platform/secrets/secrets';
import { noFindings } from '../hygiene/address-findings.js';
import { OnceRepository } from '../protection/once.repository.js';
import type { UpsertedLeads } from '../upserts/upsert.dto.js';
import { UpsertService } from '../upserts/upsert.service.js';
import { signedDelivery } from './delivery.js';
import { itemsIn, leadOf } from './mapping.js';
import type { DeliveryReceipt } from './source.dto.js';
import { DeliveryTooLarge, DeliveryUnreadable, DeliveryUnsigned, SourceNotFound } from './source.errors.js';
import { SourceRepository, type StoredSource } from './source.repository.js';
import { secretOf } from './source.service.js';

const LEADS_AT_MOST = 1_000;
const REFUSALS_TOLD = 10;
const NOTHING = {
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  refused: 0,
  findings: noFindings(),
  refusals: [],
};

/** What was sent, as it came. */
export interface Delivery {
  body: unknown;
  /** Exactly what was signed. */
  text: string;
  headers: IncomingHttpHeaders;
}

/** Takes leads from other systems. */
@Injectable()
export class InboundService {
  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly secrets: Secrets,
    private readonly once: OnceRepository,
    private readonly upserts: UpsertService,
  ) {}

  /** Keeps all leads that can be kept, once for each delivery: the same one again changes nothing. */
  async take(sourceId: string, { body, text, headers }: Delivery): Promise<DeliveryReceipt> {
    const source = isUuid(sourceId) ? await this.sources.receiving(sourceId) : undefined;
    if (!source) throw new SourceNotFound();
    const { ownerId } = source;
    return this.database.as(ownerId, async () => {
      const secret = await this.secrets.read(ownerId, secretOf(source.id));
      const delivery = secret === undefined ? undefined : signedDelivery(source.id, secret, text, headers);
      if (!delivery) throw new DeliveryUnsigned();
      if (typeof body !== 'object' || body === null) throw new DeliveryUnreadable();
      const leads = leadsIn(body, source);
      return this.database.transaction(async () => {
        if (!(await this.once.take([delivery]))) return { duplicate: true, ...NOTHING };
        await this.sources.count(ownerId, source.id);
        if (leads.length === 0) return { duplicate: false, ...NOTHING };
        const { on_match } = source;
        const rules = { on_match, written_by: 'provider' as const, ref: source.id };
        return receiptOf(await this.upserts.many(ownerId, { leads, ...rules }));
      });
    });
  }
}

function leadsIn(body: unknown, { items_path, mapping, name }: StoredSource): object[] {
  const items = itemsIn(body, items_path);
  if (items.length > LEADS_AT_MOST) throw new DeliveryTooLarge(LEADS_AT_MOST);
  return items.map((item) => ({ source: name, ...leadOf(item, mapping) }));
}

function receiptOf({ results, ...counts }: UpsertedLeads): DeliveryReceipt {
  const refusals = results
    .filter(({ outcome }) => outcome === 'refused')
    .slice(0, REFUSALS_TOLD)
    .map(({ index, errors }) => ({ index, errors }));
  return { duplicate: false, ...counts, refusals };
}
