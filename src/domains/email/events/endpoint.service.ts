import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import type { CreateEndpoint, EventEndpoint, NewEndpoint, UpdateEndpoint } from './endpoint.dto.js';
import { secretOfEndpoint } from './endpoint-secret.js';
import { EndpointRepository, type StoredEndpoint } from './endpoint.repository.js';
import { EndpointNotFound, EndpointUnfit, TooManyEndpoints } from './event.errors.js';
import type { EventProvider } from './mail-event.js';

const ENDPOINTS_AT_MOST = 50;
/** Whose secret is made by the provider and must be told to us. */
const THEIR_SECRET: readonly EventProvider[] = ['sendgrid', 'mailgun', 'resend'];

/** Where an owner's providers send what became of mail. */
@Injectable()
export class EndpointService {
  constructor(
    private readonly database: Database,
    private readonly endpoints: EndpointRepository,
    private readonly vault: ServerSecrets,
    private readonly settings: Settings,
  ) {}

  async list(ownerId: string, page: PageQuery): Promise<Page<EventEndpoint>> {
    const { items, nextCursor } = await this.endpoints.list(ownerId, page);
    return { items: items.map((endpoint) => this.shown(endpoint)), nextCursor };
  }

  async get(ownerId: string, id: string): Promise<EventEndpoint> {
    return this.shown(await this.stored(ownerId, id));
  }

  create(ownerId: string, wanted: CreateEndpoint, visitor: Visitor): Promise<NewEndpoint> {
    const { name, provider, addresses = [], topic = null, active = true } = wanted;
    if (THEIR_SECRET.includes(provider) && wanted.secret === undefined)
      throw new EndpointUnfit(`${provider} signs with a secret of its own: enter it as secret.`).withIssues([
        { path: 'secret', message: 'secret is missing' },
      ]);
    const made =
      wanted.secret === undefined && provider !== 'ses' ? randomBytes(24).toString('base64url') : null;
    return this.database.transaction(async () => {
      const key = randomBytes(24).toString('base64url');
      const content = { name, provider, key, addresses, topic, active };
      const endpoint = await this.endpoints.add(ownerId, content, ENDPOINTS_AT_MOST);
      if (!endpoint) throw new TooManyEndpoints(ENDPOINTS_AT_MOST);
      const secret = wanted.secret ?? made;
      if (secret !== null) await this.vault.keep(ownerId, secretOfEndpoint(endpoint.id), secret, visitor);
      return { ...this.shown(endpoint), secret: made };
    });
  }

  update(ownerId: string, id: string, wanted: UpdateEndpoint, visitor: Visitor): Promise<EventEndpoint> {
    return this.database.transaction(async () => {
      const before = await this.stored(ownerId, id);
      const { name, addresses, topic, active } = { ...before, ...withoutUndefined({ ...wanted }) };
      const endpoint = await this.endpoints.change(ownerId, id, { name, addresses, topic, active });
      if (!endpoint) throw new EndpointNotFound();
      if (wanted.secret !== undefined)
        await this.vault.keep(ownerId, secretOfEndpoint(id), wanted.secret, visitor);
      return this.shown(endpoint);
    });
  }

  async remove(ownerId: string, id: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      if (!isUuid(id) || !(await this.endpoints.remove(ownerId, id))) throw new EndpointNotFound();
      await this.vault.forget(ownerId, secretOfEndpoint(id), visitor);
    });
  }

  private async stored(ownerId: string, id: string): Promise<StoredEndpoint> {
    const endpoint = isUuid(id) ? await this.endpoints.find(ownerId, id) : undefined;
    if (!endpoint) throw new EndpointNotFound();
    return endpoint;
  }

  private shown({ key, ...endpoint }: StoredEndpoint): EventEndpoint {
    return {
      ...endpoint,
      url: `${this.settings.backendUrl}/api/email/events/${endpoint.provider}/${key}`,
    };
  }
}
