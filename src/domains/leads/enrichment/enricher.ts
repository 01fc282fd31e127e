import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { LeadFieldService } from '../fields/lead-field.service.js';
import type { Lead } from '../lead.answers.dto.js';
import { LeadNotFound } from '../lead.errors.js';
import type { ProviderOutcome } from './enrichment.dto.js';
import type { EnrichmentProvider, EnrichmentQuestion, Finding, FoundField } from './enrichment-provider.js';
import { EnrichmentRepository, type KeptFinding } from './enrichment.repository.js';
import { EnrichmentWriter } from './enrichment-writer.js';
import type { ProviderChoice } from './provider-list.js';
import type { Spending } from './spending.js';
import { isKnown } from './write-plan.js';

const DAY_MS = 24 * 3_600_000;

/** Whom to ask about a lead, and how. */
export interface Enquiry {
  readonly choices: readonly ProviderChoice[];
  readonly force: boolean;
  readonly spending: Spending;
  readonly signal: AbortSignal;
}

/**
 * Asks providers about a lead one after the other. What one has said is kept at once, so that it is never paid for twice; it is
 * written into the lead when all have been asked.
 */
@Injectable()
export class Enricher {
  /** Questions that are under way in this process, by owner and words. */
  private readonly asking = new Map<string, Promise<Finding | AppError>>();

  constructor(
    private readonly database: Database,
    private readonly findings: EnrichmentRepository,
    private readonly fields: LeadFieldService,
    private readonly writer: EnrichmentWriter,
    private readonly settings: Settings,
  ) {}

  async enrich(
    ownerId: string,
    lead: Lead,
    enquiry: Enquiry,
  ): Promise<{ lead: Lead; results: ProviderOutcome[] }> {
    const known = await this.known(ownerId, lead, enquiry);
    const outcomes: ProviderOutcome[] = [];
    for (const choice of enquiry.choices)
      outcomes.push(await this.said(ownerId, lead, { choice, known, enquiry }));
    const custom = await this.fields.list(ownerId);
    return this.database.transaction(async () => {
      const held = await this.findings.hold(ownerId, lead.id);
      if (!held) throw new LeadNotFound();
      return this.writer.writeAll(ownerId, held, { outcomes, custom });
    });
  }

  /** Earlier answers that still hold, by who gave them. */
  private async known(
    ownerId: string,
    lead: Lead,
    { choices, force }: Enquiry,
  ): Promise<ReadonlyMap<string, KeptFinding>> {
    if (force) return new Map();
    const questions = choices.flatMap(({ provider, missing }) => {
      const words = missing === null ? provider.wordsFor(lead) : null;
      return words === null ? [] : [{ provider: provider.name, asked: hash('sha256', words) }];
    });
    const holding = await this.findings.holding(ownerId, questions);
    return new Map(holding.map((finding) => [finding.provider, finding]));
  }

  private async said(
    ownerId: string,
    lead: Lead,
    asked: { choice: ProviderChoice; known: ReadonlyMap<string, KeptFinding>; enquiry: Enquiry },
  ): Promise<ProviderOutcome> {
    const { choice, known, enquiry } = asked;
    const { provider, missing, isNamed } = choice;
    const nothing = { ...NOTHING, provider: provider.name, ai: false };
    if (missing !== null) return { ...nothing, reason: 'not_configured', missing };
    const words = provider.wordsFor(lead);
    if (words === null) return { ...nothing, reason: 'nothing_to_ask_by' };
    const kept = known.get(provider.name);
    if (kept) {
      const { fields, fetched_at } = kept;
      return { ...nothing, status: 'cached', fields: [...fields], fetched_at, ai: provider.isModel };
    }
    const isComplete = provider.costMicros !== 0 && provider.gives.every((field) => isKnown(lead, field));
    if (isComplete && !isNamed && !enquiry.force) return { ...nothing, reason: 'nothing_missing' };
    if (!enquiry.spending.take(provider.costMicros)) return { ...nothing, reason: 'budget' };
    return this.ask(ownerId, lead, { provider, words, enquiry });
  }

  private async ask(
    ownerId: string,
    lead: Lead,
    { provider, words, enquiry }: { provider: EnrichmentProvider; words: string; enquiry: Enquiry },
  ): Promise<ProviderOutcome> {
    const { spending, signal } = enquiry;
    const begun = { ...NOTHING, provider: provider.name, ai: provider.isModel };
    const fetched_at = new Date().toISOString();
    const asked = hash('sha256', words);
    const key = `${ownerId} ${provider.name} ${asked}`;
    const others = await this.asking.get(key)?.catch(() => undefined);
    if (others && !(others instanceof AppError)) {
      spending.settle(provider.costMicros, 0);
      return { ...begun, status: 'cached', fields: [...others.fields], fetched_at };
    }
    const answer = paid(provider, { ownerId, lead, signal }, spending).then(async (finding) => {
      if (!(finding instanceof AppError))
        await this.keep(ownerId, lead, { provider: provider.name, asked, finding, fetched_at });
      return finding;
    });
    this.asking.set(key, answer);
    const finding = await answer.finally(() => this.asking.delete(key));
    if (finding instanceof AppError)
      return { ...begun, status: 'failed', code: finding.code, message: finding.message };
    const { fields, costMicros } = finding;
    return { ...begun, status: 'done', fields: [...fields], cost_micros: costMicros, fetched_at };
  }

  private async keep(
    ownerId: string,
    { id: leadId }: Lead,
    said: { provider: string; asked: string; finding: Finding; fetched_at: string },
  ): Promise<void> {
    const { provider, asked, finding, fetched_at: fetchedAt } = said;
    const { fields, costMicros, isLasting } = finding;
    const days = this.settings.ENRICHMENT_CACHE_DAYS;
    if (!isLasting || days === 0) return;
    const expiresAt = new Date(Date.parse(fetchedAt) + days * DAY_MS).toISOString();
    const confidence = leastOf(fields);
    await this.findings.keep(ownerId, {
      leadId,
      provider,
      asked,
      fields,
      confidence,
      costMicros,
      fetchedAt,
      expiresAt,
    });
  }
}

/** What was said, or the error with which asking failed; a question that failed has cost nothing. */
async function paid(
  provider: EnrichmentProvider,
  question: EnrichmentQuestion,
  spending: Spending,
): Promise<Finding | AppError> {
  try {
    const finding = await provider.ask(question);
    spending.settle(provider.costMicros, finding.costMicros);
    return finding;
  } catch (error) {
    spending.settle(provider.costMicros, 0);
    if (error instanceof AppError && !question.signal.aborted) return error;
    throw error;
  }
}

/** Of a provider that was not asked. */
const NOTHING: Omit<ProviderOutcome, 'provider' | 'ai'> = {
  status: 'skipped',
  reason: null,
  missing: null,
  code: null,
  message: null,
  fields: [],
  written: [],
  kept: [],
  cost_micros: 0,
  fetched_at: null,
};

function leastOf(fields: readonly FoundField[]): number | null {
  const known = fields.flatMap(({ confidence }) => confidence ?? []);
  return known.length === 0 ? null : Math.min(...known);
}
