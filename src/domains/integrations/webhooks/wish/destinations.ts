import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { isPattern } from '#platform/events/catalogue/event-catalogue';
import { WebClient } from '#platform/web/web-client';
import { EventUnknown, UrlNotAllowed } from '../webhook.errors.js';

/** Where webhooks may go, and what they may be told. */
@Injectable()
export class Destinations {
  constructor(
    private readonly web: WebClient,
    private readonly settings: Settings,
  ) {}

  /** The address as it is called. A name that stands for nothing yet is taken: it is checked again whenever it is called. */
  async checkedUrl(text: string): Promise<string> {
    const refused = () =>
      new UrlNotAllowed().withIssues([
        { path: 'url', message: 'url must be an https address on the public internet' },
      ]);
    const url = await this.web.check(text).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'web/unreachable') return new URL(text);
      throw refused().because(error);
    });
    if (url.protocol !== 'https:' && this.settings.isProduction) throw refused();
    return url.href;
  }

  /** The patterns, each once; throws `webhooks/event-unknown` for one that stands for no event. */
  checkedEvents(events: readonly string[]): string[] {
    const strange = events.findIndex((pattern) => !isPattern(pattern));
    if (strange >= 0) {
      const name = events[strange] ?? '';
      const message = `events.${strange} must be an event, a family of them such as lead.*, or *`;
      throw new EventUnknown(name).withIssues([{ path: `events.${strange}`, message }]);
    }
    return [...new Set(events)];
  }
}
