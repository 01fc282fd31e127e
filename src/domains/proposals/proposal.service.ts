import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { ProposalBrand } from './documents/proposal-brand.js';
import { fallbackTexts } from './drafts/fallback-texts.js';
import { draftOf } from './drafts/proposal-draft.js';
import type { ProposalRequest } from './drafts/proposal-request.dto.js';
import type { WrittenTexts } from './drafts/proposal-texts.js';
import type { Proposal, ProposalBody, ProposalSummary } from './proposal.answers.dto.js';
import type { ProposalChanges, ProposalQuery } from './proposal.dto.js';
import type { ProposalBrandInput } from './proposal-parts.dto.js';
import {
  ChangedMeanwhile,
  IllegalTransition,
  ProposalFixed,
  ProposalNotFound,
  TemplateUnknown,
} from './proposal.errors.js';
import { ProposalRepository } from './proposal.repository.js';
import { mayBecome, mayChange, type ProposalStatus } from './proposal-state.js';
import { changedBody, changesBetween } from './proposal-change.js';
import { ProposalTemplateService } from './templates/proposal-template.service.js';
import { VersionRepository } from './versions/version.repository.js';

/** Proposals: drafted from a request, changed as versions, sent and decided. */
@Injectable()
export class ProposalService {
  constructor(
    private readonly database: Database,
    private readonly proposals: ProposalRepository,
    private readonly versions: VersionRepository,
    private readonly templates: ProposalTemplateService,
  ) {}

  /**
   * Makes a proposal from a request and keeps it as version 1. Without texts those of the fallback are taken, marked
   * `ai: false`; a template that does not exist is `proposals/template-unknown`.
   */
  async draft(
    ownerId: string,
    request: ProposalRequest,
    written?: WrittenTexts,
    brand: ProposalBrand | null = null,
  ): Promise<Proposal> {
    const template = await this.templates.find(ownerId, request.template_type);
    if (!template)
      throw new TemplateUnknown(request.template_type).withIssues([
        { path: 'template_type', message: 'template_type must be a built-in template or one of yours' },
      ]);
    const { texts, provenance } = written ?? fallbackTexts(request, template);
    const body = draftOf(request, template, texts);
    return this.database.transaction(async () => {
      const proposal = await this.proposals.add(ownerId, {
        template_type: template.id,
        body,
        request,
        provenance,
        brand,
      });
      await this.versions.add(ownerId, { proposalId: proposal.id, version: 1, body, changes: [] });
      return proposal;
    });
  }

  list(ownerId: string, query: ProposalQuery): Promise<Page<ProposalSummary>> {
    return this.proposals.list(ownerId, query);
  }

  async get(ownerId: string, id: string): Promise<Proposal> {
    return found(isUuid(id) ? await this.proposals.find(ownerId, id) : undefined, id);
  }

  /** What the draft was made from, the call transcript included. */
  async request(ownerId: string, id: string): Promise<ProposalRequest> {
    const request = isUuid(id) ? await this.proposals.request(ownerId, id) : undefined;
    if (!request) throw new ProposalNotFound(id);
    return request;
  }

  /** Changes a draft: one new version, or none where nothing differs. */
  save(ownerId: string, id: string, changes: ProposalChanges): Promise<Proposal> {
    return this.database.transaction(async () => {
      const held = await this.hold(ownerId, id);
      const { expected_version: expected } = changes;
      if (typeof expected === 'number' && expected !== held.version) throw new ChangedMeanwhile(held.version);
      let proposal = await this.replaceBody(ownerId, held, changedBody(bodyOf(held), changes));
      if (changes.brand !== undefined)
        proposal = await this.proposals.setBrand(ownerId, id, changes.brand && brandOf(changes.brand));
      if (changes.status !== undefined && changes.status !== proposal.status)
        proposal = await this.move(ownerId, proposal, changes.status);
      return proposal;
    });
  }

  /** Puts a body in the place of the present one, as a new version. */
  restore(ownerId: string, id: string, body: ProposalBody): Promise<Proposal> {
    return this.database.transaction(async () =>
      this.replaceBody(ownerId, await this.hold(ownerId, id), bodyOf(body)),
    );
  }

  /** Moves a proposal; an illegal step is refused and changes nothing. */
  setStatus(ownerId: string, id: string, to: ProposalStatus): Promise<Proposal> {
    return this.database.transaction(async () => this.move(ownerId, await this.hold(ownerId, id), to));
  }

  /** Removes a proposal with all its versions. */
  async remove(ownerId: string, id: string): Promise<void> {
    if (!isUuid(id) || !(await this.proposals.remove(ownerId, id))) throw new ProposalNotFound(id);
  }

  private async hold(ownerId: string, id: string): Promise<Proposal> {
    return found(isUuid(id) ? await this.proposals.hold(ownerId, id) : undefined, id);
  }

  private async replaceBody(ownerId: string, held: Proposal, body: ProposalBody): Promise<Proposal> {
    const changes = changesBetween(bodyOf(held), body);
    if (changes.length === 0) return held;
    if (!mayChange(held.status)) throw new ProposalFixed(held.status);
    const version = held.version + 1;
    await this.versions.add(ownerId, { proposalId: held.id, version, body, changes });
    return this.proposals.replace(ownerId, held.id, body, version);
  }

  private async move(ownerId: string, held: Proposal, to: ProposalStatus): Promise<Proposal> {
    if (!mayBecome(held.status, to)) throw new IllegalTransition(held.status, to);
    return this.proposals.move(ownerId, held.id, to);
  }
}

function bodyOf(proposal: ProposalBody): ProposalBody {
  const { client_name, client_info, sections, content, pricing, timeline, terms, ...rest } = proposal;
  const { currency, locale, discount_percent, tax_percent, tax_label, valid_until } = rest;
  const money = { currency, locale, discount_percent, tax_percent, tax_label };
  return { client_name, client_info, sections, content, pricing, timeline, terms, ...money, valid_until };
}

function brandOf({ name, colors }: ProposalBrandInput): ProposalBrand {
  const { primary, accent } = colors ?? {};
  return { name, colors: { ...(primary && { primary }), ...(accent && { accent }) } };
}

function found(proposal: Proposal | undefined, id: string): Proposal {
  if (!proposal) throw new ProposalNotFound(id);
  return proposal;
}
