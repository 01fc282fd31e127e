import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { MAIL } from '../consents/consent.dto.js';
import { ConsentRepository } from '../consents/consent.repository.js';
import { Withdrawals } from '../consents/withdrawals.js';
import { LeadFieldRepository } from '../fields/lead-field.repository.js';
import { countFindings, noFindings } from '../hygiene/address-findings.js';
import type { Lead, LeadWriter } from '../lead.answers.dto.js';
import { DERIVED } from '../lead-columns.js';
import { type Match, matchedWith } from './matching.js';
import { changesOf, consentBefore, isSame, movesTo, type OnMatch } from './merge-rules.js';
import {
  type Outcome,
  OUTCOMES,
  type UpsertedLead,
  type UpsertedLeads,
  type UpsertMany,
  type UpsertOne,
} from './upsert.dto.js';
import { UpsertContended, UpsertRefused } from './upsert.errors.js';
import { type Item, readItems, type Refusal } from './upsert-items.js';
import { UpsertRepository } from './upsert.repository.js';

const ROUNDS_AT_MOST = 3;

interface Rules {
  on_match: OnMatch;
  written_by: LeadWriter;
  /** Which of them, such as the id of a provider. */
  ref?: string;
}

/** What became of one of a batch; `consent` is what was known of it before, with the address that the lead has now. */
interface Done {
  index: number;
  outcome: Exclude<Outcome, 'refused'>;
  lead: Lead;
  consent: Lead['consent'];
  kept: string[];
}

/** Leads that may be known: made, or brought together with what is there. */
@Injectable()
export class UpsertService {
  constructor(
    private readonly database: Database,
    private readonly upserts: UpsertRepository,
    private readonly fields: LeadFieldRepository,
    private readonly consents: ConsentRepository,
    private readonly withdrawals: Withdrawals,
  ) {}

  async one(ownerId: string, { lead, ...rules }: UpsertOne): Promise<UpsertedLead> {
    const { done, refused } = await this.write(ownerId, [lead], rules);
    const [first] = refused;
    if (first) {
      const [issue = { path: '', message: 'cannot be kept' }] = first.issues;
      throw new UpsertRefused(`${issue.path || 'The lead'} ${issue.message}`).withIssues(first.issues);
    }
    const { outcome, kept, lead: written } = done[0] as Done;
    return { outcome, lead: written, kept };
  }

  /** Each by itself: what is wrong with one keeps no other out. All that can be kept is, or nothing is. */
  async many(
    ownerId: string,
    { leads, ...rules }: Pick<UpsertMany, 'leads'> & Rules,
  ): Promise<UpsertedLeads> {
    const { done, refused } = await this.write(ownerId, leads, rules);
    const results = [
      ...done.map(({ index, outcome, lead, kept }) => ({
        index,
        outcome,
        lead_id: lead.id,
        email_issues: lead.email_issues ?? [],
        email_suggestion: lead.email_suggestion,
        kept,
        errors: [],
      })),
      ...refused.map(({ index, issues }) => ({
        index,
        outcome: 'refused' as const,
        lead_id: null,
        email_issues: [],
        email_suggestion: null,
        kept: [],
        errors: issues,
      })),
    ].toSorted((one, other) => one.index - other.index);
    const counts = OUTCOMES.map((outcome) => [
      outcome,
      results.filter((result) => result.outcome === outcome).length,
    ]);
    const findings = noFindings();
    for (const { email_issues } of results) countFindings(findings, email_issues);
    return { results, ...(Object.fromEntries(counts) as Record<Outcome, number>), findings };
  }

  private write(
    ownerId: string,
    given: readonly unknown[],
    rules: Rules,
  ): Promise<{ done: Done[]; refused: Refusal[] }> {
    return this.database.transaction(async () => {
      const { items, refused } = readItems(given, await this.fields.list(ownerId));
      const done: Done[] = [];
      let open = items;
      // Somebody else may make a lead between our look and our writing: then it is known in the next round.
      for (let round = 1; open.length > 0; round++) {
        if (round > ROUNDS_AT_MOST) throw new UpsertContended().after(1);
        const written = await this.round(ownerId, open, rules);
        done.push(...written.done);
        refused.push(...written.refused);
        const settled = new Set([...written.done, ...written.refused].map(({ index }) => index));
        open = open.filter(({ index }) => !settled.has(index));
      }
      await this.tellConsent(ownerId, done, rules.written_by);
      return { done, refused };
    });
  }

  private async round(
    ownerId: string,
    items: readonly Item[],
    { on_match, written_by, ref }: Rules,
  ): Promise<{ done: Done[]; refused: Refusal[] }> {
    const known = await this.upserts.known(ownerId, texts(items, 'external_id'), texts(items, 'email_norm'));
    const { fresh, matched, refused } = matchedWith(items, known, ref);
    const added = await this.upserts.add(ownerId, fresh, written_by);
    const places = new Map(fresh.map(({ id, index }) => [id, index]));
    const created = added.map((lead) => ({
      index: places.get(lead.id) ?? 0,
      outcome: 'created' as const,
      lead,
      consent: 'unknown' as const,
      kept: [],
    }));
    const wanted = await this.wanted(ownerId, matched, { on_match, written_by });
    const changing = wanted.filter(({ columns }) => Object.keys(columns).length > 0);
    const after = new Map(
      (
        await this.upserts.change(
          ownerId,
          changing.map(({ before, columns }) => ({ id: before.id, columns })),
          ref === undefined ? written_by : `${written_by}:${ref}`,
        )
      ).map((lead) => [lead.id, lead]),
    );
    const met = wanted.map(({ index, before, consent, columns }) => {
      const lead = after.get(before.id) ?? before;
      const kept = keptOf(before, lead, columns);
      const isOther = Object.keys(columns).some(
        (name) => !isSame(before[name as keyof Lead], lead[name as keyof Lead]),
      );
      const outcome: Done['outcome'] = on_match === 'skip' ? 'skipped' : isOther ? 'updated' : 'unchanged';
      return { index, outcome, lead, consent, kept };
    });
    return { done: [...created, ...met], refused };
  }

  /** What is to change of leads that are known. Consent that an address has given is not that of another one. */
  private async wanted(
    ownerId: string,
    matched: readonly Match[],
    { on_match, written_by }: Rules,
  ): Promise<{ index: number; before: Lead; consent: Lead['consent']; columns: Record<string, unknown> }[]> {
    if (on_match === 'skip')
      return matched.map(({ item: { index }, lead }) => {
        return { index, before: lead, consent: lead.consent, columns: {} };
      });
    const moves = matched.map(({ item, lead }) => movesTo(lead, item.columns, on_match, written_by));
    const moving = matched.flatMap(({ lead: { id, consent } }, at) => {
      const email = moves[at];
      return consent === 'granted' && email !== undefined ? [{ id, email }] : [];
    });
    const proven = await this.consents.grantedAt(ownerId, moving);
    return matched.map(({ item: { index, columns }, lead }, at) => {
      const { source: _, ...said } = columns;
      const consent = consentBefore(lead.consent, moves[at] !== undefined, proven.has(lead.id));
      return { index, before: lead, consent, columns: changesOf(lead, said, on_match, consent) };
    });
  }

  /** Whoever changes consent leaves a proof of that; withdrawn consent is told to whoever sends mail. */
  private async tellConsent(ownerId: string, done: readonly Done[], by: LeadWriter): Promise<void> {
    const decided = done.flatMap(({ lead, consent }) =>
      lead.consent !== 'unknown' && lead.consent !== consent
        ? [{ lead, decision: lead.consent, purpose: MAIL, source: `written into the lead by: ${by}` }]
        : [],
    );
    await this.consents.add(ownerId, decided);
    await this.withdrawals.tell(
      ownerId,
      decided.map(({ lead }) => lead),
    );
  }
}

function texts(items: readonly Item[], column: string): string[] {
  return items.map(({ columns }) => columns[column]).filter((value) => typeof value === 'string');
}

/** Fields that were to change and did not: a person had entered them. */
function keptOf(before: Lead, after: Lead, columns: Record<string, unknown>): string[] {
  return Object.entries(columns).flatMap(([name, wanted]) => {
    if (DERIVED.has(name)) return [];
    if (name !== 'custom_fields') return isSame(after[name as keyof Lead], wanted) ? [] : [name];
    const said = wanted as Record<string, unknown>;
    return Object.keys({ ...before.custom_fields, ...said })
      .filter((key) => !isSame(after.custom_fields[key], said[key]))
      .map((key) => `custom.${key}`);
  });
}
