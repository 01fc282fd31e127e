import { Injectable, Logger } from '@nestjs/common';
import type { ToldEvent, ToldEvents } from '#domains/leads/telling/lead-event';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import type { Definition } from '../definitions/definition.js';
import { DefinitionBook, versionKey } from '../definitions/definition-book.js';
import { type KeptTrigger, VersionRepository } from '../definitions/version.repository.js';
import { type AwaitedEvent, isAwaited } from '../steps/lead-event-wish.js';
import { Awakening } from './awakening.js';
import { Entries } from './entries.service.js';
import { type TakeEvents, TakeEventsJob } from './entry.jobs.js';

const EVENTS_AT_ONCE = 1_000;
/** The first is together with others. */
const MOST_TRIES = 5;
const AGAIN_SECONDS = 10;

/**
 * What happened to leads wakes who waits for it and lets leads in. It is taken, and what it causes is written, in one
 * transaction: nothing of it is lost, and nothing done twice.
 */
@Injectable()
@Handles(TakeEventsJob)
export class TakeEventsHandler implements JobHandler<TakeEvents> {
  private readonly logger = new Logger('Workflows');

  constructor(
    private readonly database: Database,
    private readonly feed: LeadFeed,
    private readonly awakening: Awakening,
    private readonly book: DefinitionBook,
    private readonly versions: VersionRepository,
    private readonly entries: Entries,
  ) {}

  async handle(_: TakeEvents, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const due = await this.feed.due(EVENTS_AT_ONCE);
      if (due.length === 0) return;
      for (const { ownerId, ids } of due) if (!signal.aborted) await this.take(ownerId, ids);
    }
  }

  private take(ownerId: string, ids: readonly string[]): Promise<void> {
    return this.database.as(ownerId, () =>
      this.database.transaction(async () => {
        const events = await this.feed.take(ownerId, ids);
        if (events.length > 0) await this.tell({ ownerId, events });
      }),
    );
  }

  /** What fails undoes only itself: one by one from then on, so that a single event is found and nobody else waits for it. */
  private async tell({ ownerId, events }: ToldEvents): Promise<void> {
    const fresh = events.filter(({ tries }) => tries === 0);
    const parts = [fresh, ...events.filter(({ tries }) => tries > 0).map((event) => [event])];
    for (const part of parts)
      if (part.length > 0)
        await this.database
          .savepoint(() => this.follow({ ownerId, events: part }))
          .catch((error: unknown) => this.again(ownerId, part, error));
  }

  private async again(ownerId: string, events: readonly ToldEvent[], error: unknown): Promise<void> {
    const [{ id, kind, tries }] = events as [ToldEvent];
    const about = { err: error, owner: ownerId, event: id, kind, tries: tries + 1 };
    if (tries + 1 >= MOST_TRIES) {
      this.logger.error(about, 'An event of a lead could not be followed and is passed over');
      return;
    }
    this.logger.warn(about, 'Events of leads could not be followed and are tried again one by one');
    await this.feed.putBack(ownerId, events, tries === 0 ? 0 : AGAIN_SECONDS * tries);
  }

  private async follow({ ownerId, events }: ToldEvents): Promise<void> {
    await this.awakening.wake(ownerId, events);
    const kinds = [...new Set(events.map(({ kind }) => kind))];
    const triggers = await this.versions.triggersOf(ownerId, kinds);
    if (triggers.length === 0) return;
    const definitions = await this.book.of(ownerId, triggers);
    for (const trigger of triggers) {
      const definition = definitions.get(versionKey(trigger));
      const coming = definition ? comingBy(trigger, definition, events) : [];
      if (definition && coming.length > 0)
        await this.entries.enter(ownerId, { ...trigger, definition, trigger: trigger.step }, coming);
    }
  }
}

/** The events that the trigger means; where a lead is let in by one alone, of each lead the first. */
function comingBy({ config }: KeptTrigger, { settings }: Definition, events: readonly ToldEvent[]) {
  const meant = events.filter((event) => isAwaited(event, config as unknown as AwaitedEvent));
  const first = new Map(meant.toReversed().map((event) => [event.leadId, event]));
  const coming = settings.re_entry === 'always' ? meant : [...first.values()];
  return coming.map(({ leadId, kind, data, at }) => ({
    leadId,
    input: { event: kind, at, ...data },
  }));
}
