import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import type { WebAnswer } from '#platform/web/web-answer';
import { WebClient } from '#platform/web/web-client';
import { LeadSourceCursorRefused, LeadSourceFailed, LeadSourceKeyRefused } from './sync.errors.js';
import { type LeadPage, type LeadQuestion, LeadSource } from './lead-source.js';

const PAGE = 500;
const LARGEST_PAGE = 1_000;
const LONGEST_CURSOR = 2_000;
/** What a source answers to a cursor that it does not know any more. */
const OF_A_CURSOR: readonly number[] = [400, 404, 410, 422];

/**
 * A service that tells leads in JSON: `GET LEAD_SOURCE_URL?owner=…&limit=…&updated_since=…&cursor=…`, answered by
 * `{"leads": [{…}], "next_cursor": "…"}`.
 */
@Injectable()
export class RestSource extends LeadSource {
  readonly name = 'rest';

  constructor(
    private readonly web: WebClient,
    private readonly settings: Settings,
  ) {
    super();
  }

  get isReady(): boolean {
    return this.settings.LEAD_SOURCE_URL !== undefined;
  }

  async page(question: LeadQuestion): Promise<LeadPage> {
    const answer = await this.ask(question);
    if (answer.status === 401 || answer.status === 403) throw new LeadSourceKeyRefused();
    if (answer.status === 429) throw new LeadSourceFailed('it asks for a pause (429).').after(60);
    if (question.cursor !== null && OF_A_CURSOR.includes(answer.status)) throw new LeadSourceCursorRefused();
    if (!answer.ok) throw new LeadSourceFailed(`it answered ${answer.status}.`);
    return pageOf(bodyOf(answer), question.cursor);
  }

  private async ask({ ownerId, since, cursor }: LeadQuestion): Promise<WebAnswer> {
    const { LEAD_SOURCE_URL = '', LEAD_SOURCE_KEY } = this.settings;
    const url = new URL(LEAD_SOURCE_URL);
    url.searchParams.set('owner', ownerId);
    url.searchParams.set('limit', String(PAGE));
    if (since !== null) url.searchParams.set('updated_since', since);
    if (cursor !== null) url.searchParams.set('cursor', cursor);
    const key = LEAD_SOURCE_KEY === undefined ? {} : { authorization: `Bearer ${LEAD_SOURCE_KEY}` };
    try {
      return await this.web.send({ url, headers: { accept: 'application/json', ...key } });
    } catch (error) {
      throw error instanceof AppError ? new LeadSourceFailed(error.message).because(error) : error;
    }
  }
}

function bodyOf(answer: WebAnswer): { leads?: unknown; next_cursor?: unknown } {
  try {
    const body = answer.json();
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Not JSON: refused below.
  }
  throw new LeadSourceFailed('its answer is not JSON.');
}

function pageOf(
  { leads, next_cursor: next = null }: ReturnType<typeof bodyOf>,
  cursor: string | null,
): LeadPage {
  if (!Array.isArray(leads)) throw new LeadSourceFailed('its answer has no list of leads.');
  if (leads.length > LARGEST_PAGE)
    throw new LeadSourceFailed(`it sent more than ${LARGEST_PAGE} leads at once.`);
  if (next !== null && (typeof next !== 'string' || next === '' || next.length > LONGEST_CURSOR))
    throw new LeadSourceFailed(`next_cursor is no text of 1 to ${LONGEST_CURSOR} characters.`);
  if (next !== null && next === cursor) throw new LeadSourceFailed('its next_cursor does not move on.');
  return { leads, next };
}
