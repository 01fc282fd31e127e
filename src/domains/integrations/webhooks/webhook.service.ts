import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { EventFeed } from '#platform/events/event-feed.repository';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import { customHeaders } from './wish/custom-headers.js';
import { Keyring } from './keys/keyring.js';
import { Destinations } from './wish/destinations.js';
import type {
  CreateWebhook,
  NewWebhook,
  RotatedSecret,
  RotateSecret,
  UpdateWebhook,
  Webhook,
} from './webhook.dto.js';
import { SecretMissing, TooManyWebhooks, WebhookNotFound } from './webhook.errors.js';
import { checkedSecret, newSecret, rotated } from './keys/webhook-keys.js';
import { WebhookRepository } from './webhook.repository.js';

const WEBHOOKS_AT_MOST = 50;
const HOUR_MS = 3_600_000;

/** Servers that an owner wants told what happens. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly keyring: Keyring,
    private readonly feed: EventFeed,
    private readonly destinations: Destinations,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Webhook>> {
    return this.webhooks.list(ownerId, page);
  }

  async get(ownerId: string, id: string): Promise<Webhook> {
    return found(isUuid(id) ? await this.webhooks.find(ownerId, id) : undefined, id);
  }

  async create(ownerId: string, wanted: CreateWebhook, visitor: Visitor): Promise<NewWebhook> {
    const headers = customHeaders(wanted.headers);
    const secret = checkedSecret(wanted.secret_token) ?? newSecret();
    const events = this.destinations.checkedEvents(wanted.events);
    const url = await this.destinations.checkedUrl(wanted.url);
    const { name, filter, is_active: isActive } = wanted;
    const content = { name, url, events, filter, headerNames: Object.keys(headers), isActive };
    return this.database.transaction(async () => {
      const hook = await this.webhooks.add(ownerId, content, WEBHOOKS_AT_MOST);
      if (!hook) throw new TooManyWebhooks(WEBHOOKS_AT_MOST);
      await this.keyring.keep(ownerId, hook.id, { secret, former: null, headers }, visitor);
      await this.listen(ownerId, hook);
      return { ...hook, secret_token: secret };
    });
  }

  async change(ownerId: string, id: string, wanted: UpdateWebhook, visitor: Visitor): Promise<Webhook> {
    const headers = wanted.headers && customHeaders(wanted.headers);
    const events = wanted.events && this.destinations.checkedEvents(wanted.events);
    await this.get(ownerId, id);
    const url = wanted.url === undefined ? undefined : await this.destinations.checkedUrl(wanted.url);
    return this.database.transaction(async () => {
      const old = found(await this.webhooks.hold(ownerId, id), id);
      const keys = await this.keyring.of(ownerId, id);
      const isActive = wanted.is_active ?? old.is_active;
      if (!keys && (isActive || headers)) throw new SecretMissing();
      const changed = await this.webhooks.change(ownerId, id, {
        name: wanted.name ?? old.name,
        url: url ?? old.url,
        events: events ?? old.events,
        filter: wanted.filter ?? old.filter,
        headerNames: headers ? Object.keys(headers) : old.header_names,
        isActive,
      });
      if (headers && keys) await this.keyring.keep(ownerId, id, { ...keys, headers }, visitor);
      if (old.is_active && !isActive) await this.webhooks.miss(ownerId, id);
      await this.listen(ownerId, found(changed, id));
      return found(changed, id);
    });
  }

  async remove(ownerId: string, id: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      if (!isUuid(id) || !(await this.webhooks.remove(ownerId, id))) throw new WebhookNotFound(id);
      await this.feed.forget(ownerId, id);
      await this.keyring.forget(ownerId, id, visitor);
    });
  }

  /** A new secret; the one before signs beside it for as long as is said. */
  rotate(ownerId: string, id: string, wanted: RotateSecret, visitor: Visitor): Promise<RotatedSecret> {
    const secret = checkedSecret(wanted.secret_token) ?? newSecret();
    return this.database.transaction(async () => {
      found(isUuid(id) ? await this.webhooks.hold(ownerId, id) : undefined, id);
      const keys = rotated(await this.keyring.of(ownerId, id), secret, wanted.overlap_hours * HOUR_MS);
      const until = keys.former && new Date(keys.former.until);
      await this.keyring.keep(ownerId, id, keys, visitor);
      await this.webhooks.noteRotation(ownerId, id, until);
      return { id, secret_token: secret, former_secret_until: until?.toISOString() ?? null };
    });
  }

  /** One that was turned off by failures still listens: what it misses can be recovered. */
  private listen(ownerId: string, { id, events, is_active, disabled_reason }: Webhook): Promise<void> {
    const listens = is_active || disabled_reason !== 'owner';
    return this.feed.listen(ownerId, id, listens ? events : []);
  }
}

function found(hook: Webhook | undefined, id: string): Webhook {
  if (!hook) throw new WebhookNotFound(id);
  return hook;
}
