import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { instantOf } from '#platform/http/instant.validator';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import type { Caller } from '../caller.js';
import { ApiKeyNotFound, ExpiryPast, TooManyApiKeys } from './api-key.errors.js';
import type { ApiKey, NewApiKey, ShownApiKey } from './api-key.dto.js';
import { ApiKeyRepository, type KeptKey } from './api-key.repository.js';
import { newKeyText } from './api-key-text.js';
import { KeyEventRepository } from './key-event.repository.js';
import { KnownKeys } from './known-keys.js';

const KEYS_AT_MOST = 50;

/** The keys of machines: made, listed, replaced, revoked. What a key is is told once. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeyRepository,
    private readonly events: KeyEventRepository,
    private readonly known: KnownKeys,
  ) {}

  add({ id: ownerId, email }: Caller, wanted: NewApiKey, visitor: Visitor): Promise<ShownApiKey> {
    const { name, scopes, requests_per_minute = null } = wanted;
    const expires_at = wanted.expires_at === undefined ? null : instantOf(wanted.expires_at).toISOString();
    if (expires_at !== null && Date.parse(expires_at) <= Date.now())
      throw new ExpiryPast().withIssues([{ path: 'expires_at', message: 'must be a time to come' }]);
    return this.database.transaction(async () => {
      if ((await this.keys.countHeld(ownerId)) >= KEYS_AT_MOST) throw new TooManyApiKeys(KEYS_AT_MOST);
      const id = newId();
      const { key, hash, hint } = newKeyText(id);
      const about = { id, email, name: name.trim(), scopes, expires_at, requests_per_minute };
      const added = await this.keys.add(ownerId, { ...about, hash, hint });
      await this.events.record(ownerId, added, 'created', visitor);
      return { ...toTold(added), key };
    });
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<ApiKey>> {
    const { items, nextCursor } = await this.keys.list(ownerId, page);
    return { items: items.map(toTold), nextCursor };
  }

  async rotate(ownerId: string, id: string, visitor: Visitor): Promise<ShownApiKey> {
    if (!isUuid(id)) throw new ApiKeyNotFound();
    const { key, hash, hint } = newKeyText(id);
    const change = () => this.keys.rotate(ownerId, id, { hash, hint });
    return { ...toTold(await this.changed(ownerId, 'rotated', visitor, change)), key };
  }

  /** At once in this process, within some seconds in others. */
  async revoke(ownerId: string, id: string, visitor: Visitor): Promise<ApiKey> {
    if (!isUuid(id)) throw new ApiKeyNotFound();
    return toTold(await this.changed(ownerId, 'revoked', visitor, () => this.keys.revoke(ownerId, id)));
  }

  private async changed(
    ownerId: string,
    event: 'rotated' | 'revoked',
    visitor: Visitor,
    change: () => Promise<KeptKey | undefined>,
  ): Promise<KeptKey> {
    const key = await this.database.transaction(async () => {
      const found = await change();
      if (!found) throw new ApiKeyNotFound();
      await this.events.record(ownerId, found, event, visitor);
      return found;
    });
    this.known.forget(key.id);
    return key;
  }
}

function toTold({ hint, ...key }: KeptKey): ApiKey {
  const isOver = key.expires_at !== null && Date.parse(key.expires_at) <= Date.now();
  const status = key.revoked_at !== null ? 'revoked' : isOver ? 'expired' : 'active';
  return { ...key, mask: `mak_…${hint}`, status };
}
