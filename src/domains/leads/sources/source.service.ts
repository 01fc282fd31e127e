import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import type { Mapped } from './mapping.js';
import type { CreateSource, Source, SourceWithSecret, UpdateSource } from './source.dto.js';
import { SourceMappingUnfit, SourceNotFound, TooManySources } from './source.errors.js';
import { SourceRepository, type StoredSource } from './source.repository.js';

const SOURCES_AT_MOST = 100;
const SECRET_BYTES = 24;

/** Under which name a source's secret lies in the vault. */
export const secretOf = (sourceId: string) => `lead_source:${sourceId}` as const;

/** The systems that a marketer lets send leads. */
@Injectable()
export class SourceService {
  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly vault: ServerSecrets,
    private readonly settings: Settings,
  ) {}

  async list(ownerId: string, page: PageQuery): Promise<Page<Source>> {
    const { items, nextCursor } = await this.sources.list(ownerId, page);
    return { items: items.map((source) => this.shown(source)), nextCursor };
  }

  async get(ownerId: string, sourceId: string): Promise<Source> {
    return this.shown(await this.stored(ownerId, sourceId));
  }

  /** What it signs with is told now and never again. */
  create(ownerId: string, wanted: CreateSource, visitor: Visitor): Promise<SourceWithSecret> {
    refuseUnfit(wanted.mapping);
    return this.database.transaction(async () => {
      const { name, mapping, items_path = null, on_match = 'update', active = true } = wanted;
      const content = { name, mapping, items_path, on_match, active };
      const source = await this.sources.add(ownerId, content, SOURCES_AT_MOST);
      if (!source) throw new TooManySources(SOURCES_AT_MOST);
      return { ...this.shown(source), secret: await this.newSecret(ownerId, source.id, visitor) };
    });
  }

  update(ownerId: string, sourceId: string, wanted: UpdateSource): Promise<Source> {
    if (wanted.mapping) refuseUnfit(wanted.mapping);
    return this.database.transaction(async () => {
      const before = await this.stored(ownerId, sourceId);
      const { name, items_path, mapping, on_match, active } = { ...before, ...wanted };
      const content = { name, items_path, mapping, on_match, active };
      const source = await this.sources.change(ownerId, sourceId, content);
      if (!source) throw new SourceNotFound();
      return this.shown(source);
    });
  }

  async remove(ownerId: string, sourceId: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      if (!isUuid(sourceId) || !(await this.sources.remove(ownerId, sourceId))) throw new SourceNotFound();
      await this.vault.forget(ownerId, secretOf(sourceId), visitor);
    });
  }

  /** A new secret; what is signed with the one before is refused from now on. */
  rotate(ownerId: string, sourceId: string, visitor: Visitor): Promise<SourceWithSecret> {
    return this.database.transaction(async () => {
      const source = await this.stored(ownerId, sourceId);
      return { ...this.shown(source), secret: await this.newSecret(ownerId, source.id, visitor) };
    });
  }

  private async newSecret(ownerId: string, sourceId: string, visitor: Visitor): Promise<string> {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    await this.vault.keep(ownerId, secretOf(sourceId), secret, visitor);
    return secret;
  }

  private async stored(ownerId: string, sourceId: string): Promise<StoredSource> {
    const source = isUuid(sourceId) ? await this.sources.find(ownerId, sourceId) : undefined;
    if (!source) throw new SourceNotFound();
    return source;
  }

  private shown(source: StoredSource): Source {
    return { ...source, url: `${this.settings.backendUrl}/api/lead-capture/inbound/${source.id}` };
  }
}

function refuseUnfit(mapping: readonly Mapped[]): void {
  const said = new Set<string>();
  const issues: FieldIssue[] = [];
  for (const [at, { to }] of mapping.entries()) {
    if (said.has(to)) issues.push({ path: `mapping.${at}.to`, message: `"${to}" is said twice` });
    said.add(to);
  }
  if (!said.has('email') && !said.has('external_id'))
    issues.push({ path: 'mapping', message: 'email or external_id must be among the fields' });
  if (issues.length > 0) throw new SourceMappingUnfit().withIssues(issues);
}
