import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import { MailChannels } from '#platform/channels/transports/mail-channels';
import {
  NEEDED_OPTIONS,
  type TransportOptions,
  type TransportProvider,
} from '#platform/channels/transports/transport';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import { Secrets } from '#platform/secrets/secrets';
import { TooManyTransports, TransportNotFound, TransportUnfit } from './routing.errors.js';
import type { CreateTransport, MailTransport, TransportTest, UpdateTransport } from './transport.dto.js';
import { secretOfTransport } from './transport-secret.js';
import { type StoredTransport, TransportRepository } from './transport.repository.js';
import { WayChanges } from './way-changes.js';

const TRANSPORTS_AT_MOST = 20;

/** The owner's accounts with providers, and mail servers. */
@Injectable()
export class TransportService {
  constructor(
    private readonly database: Database,
    private readonly transports: TransportRepository,
    private readonly vault: ServerSecrets,
    private readonly secrets: Secrets,
    private readonly channels: MailChannels,
    private readonly ways: WayChanges,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<MailTransport>> {
    return this.transports.list(ownerId, page);
  }

  async get(ownerId: string, id: string): Promise<StoredTransport> {
    const transport = isUuid(id) ? await this.transports.find(ownerId, id) : undefined;
    if (!transport) throw new TransportNotFound(id);
    return transport;
  }

  create(ownerId: string, wanted: CreateTransport, visitor: Visitor): Promise<MailTransport> {
    const { provider, name, secret, active = true, per_minute = null, per_day = null } = wanted;
    const options = withoutUndefined({ ...wanted.options });
    refuseUnfit(provider, options, secret);
    return this.database.transaction(async () => {
      const content = { name, options, active, per_minute, per_day };
      const transport = await this.transports.add(ownerId, provider, content, TRANSPORTS_AT_MOST);
      if (!transport) throw new TooManyTransports(TRANSPORTS_AT_MOST);
      await this.vault.keep(ownerId, secretOfTransport(transport.id), secret ?? '', visitor);
      await this.ways.changed(ownerId);
      return transport;
    });
  }

  update(ownerId: string, id: string, wanted: UpdateTransport, visitor: Visitor): Promise<MailTransport> {
    return this.database.transaction(async () => {
      const before = await this.get(ownerId, id);
      const { name, active, per_minute, per_day } = { ...before, ...withoutUndefined({ ...wanted }) };
      const options = wanted.options ? withoutUndefined({ ...wanted.options }) : before.options;
      refuseUnfit(before.provider, options, wanted.secret ?? 'kept');
      const content = { name, options, active, per_minute, per_day };
      const transport = await this.transports.change(ownerId, id, content);
      if (!transport) throw new TransportNotFound(id);
      if (wanted.secret !== undefined)
        await this.vault.keep(ownerId, secretOfTransport(id), wanted.secret, visitor);
      await this.ways.changed(ownerId);
      return transport;
    });
  }

  async remove(ownerId: string, id: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      if (!isUuid(id) || !(await this.transports.remove(ownerId, id))) throw new TransportNotFound(id);
      await this.vault.forget(ownerId, secretOfTransport(id), visitor);
      await this.ways.changed(ownerId);
    });
  }

  /** Asks the provider or server whether it would take mail; nothing is sent. */
  async test(ownerId: string, id: string): Promise<TransportTest> {
    const { provider, options } = await this.get(ownerId, id);
    const secret = (await this.secrets.read(ownerId, secretOfTransport(id))) ?? '';
    const channel = this.channels.open({ provider, options, secret });
    try {
      await channel.verify();
      return { ok: true, problem: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, problem: error.message };
    } finally {
      this.channels.close(channel);
    }
  }
}

function refuseUnfit(
  provider: TransportProvider,
  options: TransportOptions,
  secret: string | undefined,
): void {
  const missing = NEEDED_OPTIONS[provider].filter((name) => options[name] === undefined);
  const issues = missing.map((name) => ({
    path: `options.${name}`,
    message: `${provider} needs options.${name}`,
  }));
  const isOpen = provider === 'smtp' && options.username === undefined;
  if (secret === undefined && !isOpen) issues.push({ path: 'secret', message: `${provider} needs a secret` });
  if (options.security === 'none' && options.username !== undefined)
    issues.push({ path: 'options.security', message: 'A login is never sent without encryption' });
  const [first] = issues;
  if (first) throw new TransportUnfit(first.message).withIssues(issues);
}
