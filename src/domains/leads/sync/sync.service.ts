import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { LeadFieldRepository } from '../fields/lead-field.repository.js';
import { UpsertService } from '../upserts/upsert.service.js';
import { LEAD_SOURCES, type LeadPage, type LeadQuestion, type LeadSource } from './lead-source.js';
import { leadOf } from './source-lead.js';
import type { LeadSync } from './sync.dto.js';
import { LeadSourceCursorRefused, SyncRunning } from './sync.errors.js';
import { type SyncHold, SyncRepository, type SyncState } from './sync.repository.js';

/** Clocks differ, and changes are seen late: what changed shortly before is asked for again. */
const OVERLAP_MS = 5 * 60_000;
/** A caller waits so long; the rest is left to the next call. */
const TURN_MS = 20_000;

type Counts = Pick<LeadSync, 'new_leads' | 'updated_leads' | 'unchanged_leads' | 'refused_leads'>;

/** Takes over what sources outside know of leads, one reading at a time for each owner. */
@Injectable()
export class SyncService {
  constructor(
    private readonly database: Database,
    private readonly states: SyncRepository,
    private readonly upserts: UpsertService,
    private readonly fields: LeadFieldRepository,
    @Inject(LEAD_SOURCES) private readonly sources: readonly LeadSource[],
  ) {}

  /** Each page is kept with how far it brings the reading, so that nothing is lost or told twice when it breaks off. */
  async sync(ownerId: string): Promise<LeadSync> {
    const ready = this.sources.filter(({ isReady }) => isReady);
    const counts: Counts = { new_leads: 0, updated_leads: 0, unchanged_leads: 0, refused_leads: 0 };
    const hold: SyncHold = { ownerId, holder: newId() };
    const states = await this.held(hold, ready);
    const until = Date.now() + TURN_MS;
    let more = false;
    try {
      for (const source of ready) {
        const state = states.find((one) => one.source === source.name);
        if (state) more = (await this.read(hold, source, { state, counts, until })) || more;
      }
    } finally {
      await this.states.release(hold);
    }
    return {
      synced_count: counts.new_leads + counts.updated_leads,
      ...counts,
      more,
      sync_time: new Date().toISOString(),
      sources: ready.map(({ name }) => name),
    };
  }

  private held(hold: SyncHold, sources: readonly LeadSource[]): Promise<SyncState[]> {
    return this.database.transaction(async () => {
      const states = await this.states.hold(
        hold,
        sources.map(({ name }) => name),
      );
      if (states.length < sources.length) throw new SyncRunning();
      return states;
    });
  }

  /** Whether the source has more to tell. */
  private async read(
    hold: SyncHold,
    source: LeadSource,
    { state, counts, until }: { state: SyncState; counts: Counts; until: number },
  ): Promise<boolean> {
    const since = state.since && new Date(Date.parse(state.since) - OVERLAP_MS).toISOString();
    for (let { cursor } = state; ;) {
      const page = await this.ask(hold, source, { ownerId: hold.ownerId, since, cursor });
      const kept = await this.keep(hold, source, page);
      for (const name of Object.keys(counts) as (keyof Counts)[]) counts[name] += kept[name];
      cursor = page.next;
      if (cursor === null) return false;
      if (Date.now() > until) return true;
    }
  }

  private async ask(hold: SyncHold, source: LeadSource, question: LeadQuestion): Promise<LeadPage> {
    try {
      return await source.page(question);
    } catch (error) {
      if (error instanceof LeadSourceCursorRefused) await this.states.restart(hold, source.name);
      throw error;
    }
  }

  private keep(hold: SyncHold, { name }: LeadSource, { leads, next }: LeadPage): Promise<Counts> {
    return this.database.transaction(async () => {
      const fields = await this.fields.list(hold.ownerId);
      const told = leads.map((one) => leadOf(one, name, fields)).filter((lead) => lead !== undefined);
      const written = await this.upserts.many(hold.ownerId, {
        leads: told,
        on_match: 'update',
        written_by: 'provider',
        ref: `sync:${name}`,
      });
      if (!(await this.states.advance(hold, name, next))) throw new SyncRunning();
      return {
        new_leads: written.created,
        updated_leads: written.updated,
        unchanged_leads: written.unchanged,
        refused_leads: written.refused + leads.length - told.length,
      };
    });
  }
}
