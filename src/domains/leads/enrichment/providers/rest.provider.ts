import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { Secrets } from '#platform/secrets/secrets';
import { retryAfterMs } from '#platform/web/retry-after';
import type { WebAnswer } from '#platform/web/web-answer';
import { WebClient, type WebRequest } from '#platform/web/web-client';
import { addressQuality } from '../../hygiene/address-quality.js';
import type { Lead } from '../../lead.answers.dto.js';
import {
  EnrichmentKeyRefused,
  EnrichmentLimited,
  EnrichmentOwnKeyRefused,
  EnrichmentRejected,
  EnrichmentUnavailable,
  EnrichmentUnpaid,
} from '../enrichment.errors.js';
import { EnrichmentBudget } from '../enrichment-budget.js';
import type { EnrichmentProvider, EnrichmentQuestion, Finding } from '../enrichment-provider.js';
import { fieldsOf, mapped, type Mapping, USUAL_MAPPING } from './rest-mapping.js';

const TRIES = 3;
const PAUSE_MS = 500;
/** A service that asks us to wait longer is left alone; whoever asked is told how long. */
const LONGEST_PAUSE_MS = 5_000;

interface Key {
  readonly value: string;
  readonly isOwn: boolean;
}

/** Any service that knows leads by their address and answers in JSON, as the settings describe it. */
@Injectable()
export class RestProvider implements EnrichmentProvider {
  readonly name = 'rest';
  readonly does = 'Asks the service at ENRICHMENT_URL about the address of the lead and its domain.';
  readonly gives: readonly string[];
  readonly costMicros: number;
  readonly isModel = false;
  private readonly mapping: Mapping;
  private readonly logger = new Logger('Enrichment');

  constructor(
    private readonly settings: Settings,
    private readonly secrets: Secrets,
    private readonly web: WebClient,
    private readonly budget: EnrichmentBudget,
  ) {
    const { ENRICHMENT_MAPPING: given } = settings;
    this.mapping = given === undefined ? USUAL_MAPPING : Object.entries(given);
    this.gives = fieldsOf(this.mapping);
    this.costMicros = settings.ENRICHMENT_COST_MICROS;
  }

  async missing(ownerId: string): Promise<string | null> {
    if (this.settings.ENRICHMENT_URL === undefined) return 'ENRICHMENT_URL';
    const key = await this.keyOf(ownerId);
    return key ? null : 'ENRICHMENT_KEY, or store a key of your own (enrichment)';
  }

  /** Who has an address to throw away is nobody's to know. */
  wordsFor({ email }: Lead): string | null {
    if (email === null || addressQuality(email).disposable) return null;
    return normaliseMailAddress(email);
  }

  /** With our key as long as the budget of the owner lasts. */
  async ask(question: EnrichmentQuestion): Promise<Finding> {
    const key = await this.keyOf(question.ownerId);
    const found = () => this.found(question, key);
    return key?.isOwn ? found() : this.budget.pay(question, this.costMicros, found);
  }

  private async found({ lead, signal }: EnrichmentQuestion, key: Key | undefined): Promise<Finding> {
    const answer = await this.answered(this.request(lead, key), signal);
    const isUnknown = answer.status === 404;
    if (!answer.ok && !isUnknown) throw refusal(answer, key?.isOwn ?? false);
    const fields = isUnknown ? [] : mapped(jsonOf(answer), this.mapping);
    return { fields, costMicros: this.costMicros, isLasting: true };
  }

  private async keyOf(ownerId: string): Promise<Key | undefined> {
    const own = await this.secrets.read(ownerId, 'enrichment_api_key');
    const value = own ?? this.settings.ENRICHMENT_KEY;
    return value === undefined ? undefined : { value, isOwn: own !== undefined };
  }

  private request({ email }: Lead, key: Key | undefined): WebRequest {
    const {
      ENRICHMENT_URL,
      ENRICHMENT_METHOD,
      ENRICHMENT_KEY_HEADER: header,
      ENRICHMENT_TIMEOUT_MS,
    } = this.settings;
    const address = normaliseMailAddress(email ?? '');
    const { company_domain: domain } = addressQuality(address);
    const asked = { email: address, ...(domain !== null && { domain }) };
    const url = new URL(ENRICHMENT_URL ?? '');
    if (ENRICHMENT_METHOD === 'GET')
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    const isBearer = header.toLowerCase() === 'authorization';
    return {
      url,
      method: ENRICHMENT_METHOD,
      deadline: ENRICHMENT_TIMEOUT_MS,
      redirects: 0,
      longest: 1024 * 1024,
      headers: {
        accept: 'application/json',
        ...(key && { [header]: isBearer ? `Bearer ${key.value}` : key.value }),
        ...(ENRICHMENT_METHOD === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(ENRICHMENT_METHOD === 'POST' && { body: JSON.stringify(asked) }),
    };
  }

  /** Only a service that says it did not do its work is asked again. */
  private async answered(request: WebRequest, signal: AbortSignal): Promise<WebAnswer> {
    for (let tries = 1; ; tries++) {
      const answer = await this.sent({ ...request, signal });
      const pause = retryAfterMs(answer.headers['retry-after'] ?? '') ?? PAUSE_MS * tries;
      const isBusy = answer.status === 429 || answer.status === 503;
      if (!isBusy || tries === TRIES || pause > LONGEST_PAUSE_MS) return answer;
      await sleep(pause, undefined, { signal });
    }
  }

  private async sent(request: WebRequest): Promise<WebAnswer> {
    try {
      return await this.web.send(request);
    } catch (error) {
      if (request.signal?.aborted || !(error instanceof AppError)) throw error;
      this.logger.warn({ err: error }, 'The service that knows leads cannot be reached');
      throw new EnrichmentUnavailable().because(error);
    }
  }
}

function refusal({ status, headers }: WebAnswer, isOwnKey: boolean): AppError {
  const told = new Error(`It answered ${status}.`);
  const wait = Math.min(retryAfterMs(headers['retry-after'] ?? '') ?? 60_000, 86_400_000) / 1_000;
  if (status === 401 || status === 403)
    return new (isOwnKey ? EnrichmentOwnKeyRefused : EnrichmentKeyRefused)().because(told);
  if (status === 402) return new EnrichmentUnpaid().because(told);
  if (status === 429) return new EnrichmentLimited().after(wait).because(told);
  if (status >= 400 && status < 500 && status !== 408) return new EnrichmentRejected().because(told);
  return new EnrichmentUnavailable().after(wait).because(told);
}

function jsonOf(answer: WebAnswer): unknown {
  try {
    return answer.json();
  } catch (error) {
    throw new EnrichmentUnavailable().because(error);
  }
}
