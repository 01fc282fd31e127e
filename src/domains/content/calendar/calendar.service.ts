import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { instantOf } from '#platform/http/instant.validator';
import { PublishingService } from '../publishing/publishing.service.js';
import type { ContentItem } from '../content.answers.dto.js';
import { CalendarEntryNotFound, RangeTooLong } from '../content.errors.js';
import type { CalendarEntry, CalendarQuery, NewCalendarEntry } from './calendar.dto.js';
import { CalendarRepository } from './calendar.repository.js';

const DAY_MS = 86_400_000;
const DAYS = 31;
const MOST_DAYS = 366;
/** Moments are written with four digits of a year. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const PIECE = /^[1-9]\d{0,14}$/;

/** What is to appear when: notes in the calendar, and the content that is scheduled. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly entries: CalendarRepository,
    private readonly publishing: PublishingService,
  ) {}

  list(ownerId: string, query: CalendarQuery): Promise<Page<CalendarEntry>> {
    const from = query.from === undefined ? startOfToday() : instantOf(query.from);
    const to =
      query.to === undefined
        ? new Date(Math.min(from.getTime() + DAYS * DAY_MS, LAST_MS))
        : instantOf(query.to);
    if (from >= to || to.getTime() - from.getTime() > MOST_DAYS * DAY_MS)
      throw new RangeTooLong(MOST_DAYS).withIssues([
        { path: 'to', message: `to must be later than from, by at most ${MOST_DAYS} days` },
      ]);
    return this.entries.list(ownerId, { from, to }, query);
  }

  add(ownerId: string, entry: NewCalendarEntry): Promise<CalendarEntry> {
    return this.entries.add(ownerId, entry);
  }

  /** Moves an entry, or schedules the piece of content anew. */
  async move(ownerId: string, id: string, to: Date): Promise<CalendarEntry> {
    if (PIECE.test(id)) return entryOf(await this.publishing.schedule(ownerId, id, to));
    const entry = isUuid(id) ? await this.entries.move(ownerId, id, to) : undefined;
    if (!entry) throw new CalendarEntryNotFound(id.slice(0, 50));
    return entry;
  }

  /** Removes an entry; content is no longer scheduled, and approved as before. */
  async remove(ownerId: string, id: string): Promise<void> {
    if (PIECE.test(id)) await this.publishing.move(ownerId, id, 'approved');
    else if (!isUuid(id) || !(await this.entries.remove(ownerId, id)))
      throw new CalendarEntryNotFound(id.slice(0, 50));
  }
}

function entryOf(item: ContentItem): CalendarEntry {
  return {
    id: String(item.id),
    kind: 'piece',
    title: item.title,
    description: null,
    content_type: item.content_type,
    platform: item.platform === null ? [] : [item.platform],
    scheduled_date: item.scheduled_for ?? '',
    status: item.status,
    content_id: item.id,
    content_data: {},
    assets: [],
    assigned_to: null,
    created_at: item.created_at,
    updated_at: item.updated_at,
  };
}

function startOfToday(): Date {
  return new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
}
