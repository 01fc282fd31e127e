import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { ProposalTemplatesTable } from '#platform/database/schema.generated';
import { cleanLine, cleanText } from '../plain-text.js';
import type { ProposalTemplate } from './proposal-template.dto.js';
import { SECTION_KEY } from './template-definition.js';

type Row = Selectable<ProposalTemplatesTable>;

/** A template's own words, complete. */
export type TemplateContent = Omit<ProposalTemplate, 'id' | 'built_in' | 'shared' | 'created_at'>;

/** So many of an owner and so many shared ones are listed. */
const MOST_LISTED = 200;
const LONGEST_KEY = 60;

@Injectable()
export class ProposalTemplateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('proposal_templates');
  }

  /** The owner's own, newest first, then those that everybody shares; built-in ones have no place here. */
  async list(ownerId: string): Promise<ProposalTemplate[]> {
    const active = this.tables
      .selectFrom('proposal_templates')
      .selectAll()
      .where('built_in', 'is', null)
      .where((row) => row.or([row('is_active', 'is', null), row('is_active', '=', true)]))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_LISTED);
    const own = await active.where('user_id', '=', ownerId).execute();
    const shared = await active.where('user_id', 'is', null).execute();
    return [...own, ...shared].map(toTemplate);
  }

  /** One of the owner's own or of the shared ones. */
  async find(
    ownerId: string,
    id: string,
  ): Promise<(ProposalTemplate & { builtIn: string | null }) | undefined> {
    const row = await this.tables
      .selectFrom('proposal_templates')
      .selectAll()
      .where('id', '=', id)
      .where((of) => of.or([of('user_id', '=', ownerId), of('user_id', 'is', null)]))
      .executeTakeFirst();
    return row && { ...toTemplate(row), builtIn: row.built_in };
  }

  async count(ownerId: string): Promise<number> {
    const { count } = await this.tables
      .selectFrom('proposal_templates')
      .select((row) => row.fn.countAll<string>().as('count'))
      .where('user_id', '=', ownerId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async add(ownerId: string, content: TemplateContent): Promise<ProposalTemplate> {
    const row = await this.tables
      .insertInto('proposal_templates')
      .values({ id: newId(), user_id: ownerId, ...columnsOf(content) })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toTemplate(row);
  }

  async change(ownerId: string, id: string, content: TemplateContent): Promise<ProposalTemplate | undefined> {
    const row = await this.tables
      .updateTable('proposal_templates')
      .set(columnsOf(content))
      .where('id', '=', id)
      .where('user_id', '=', ownerId)
      .returningAll()
      .executeTakeFirst();
    return row && toTemplate(row);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('proposal_templates')
      .where('id', '=', id)
      .where('user_id', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function columnsOf({ sections, default_services, section_titles, section_texts, ...plain }: TemplateContent) {
  return {
    ...plain,
    sections: JSON.stringify(sections),
    default_services: JSON.stringify(default_services),
    section_titles: JSON.stringify(section_titles),
    section_texts: JSON.stringify(section_texts),
  };
}

/** A row of an older front end may have its sections as `{title, content}`: their keys are made from the titles. */
function toTemplate(row: Row): ProposalTemplate {
  const sections = (Array.isArray(row.sections) ? row.sections : []).flatMap(sectionOf);
  return {
    id: row.id,
    name: cleanLine(row.name),
    description: cleanText(row.description),
    category: row.category ?? 'general',
    sections: [...new Set(sections.map(({ key }) => key))],
    default_services: textsOf(row.default_services),
    section_titles: { ...titled(sections, 'title'), ...mapOf(row.section_titles) },
    section_texts: { ...titled(sections, 'text'), ...mapOf(row.section_texts) },
    built_in: row.built_in !== null,
    shared: row.user_id === null,
    created_at: row.created_at,
  };
}

interface StoredSection {
  key: string;
  title?: string;
  text?: string;
}

function sectionOf(stored: unknown): StoredSection[] {
  if (typeof stored === 'string') return keyed(stored);
  const { title, content } = { ...(stored as { title?: unknown; content?: unknown } | null) };
  if (typeof title !== 'string') return [];
  return keyed(title).map(({ key }) => ({
    key,
    title: cleanLine(title),
    ...(typeof content === 'string' && cleanText(content) !== '' && { text: cleanText(content) }),
  }));
}

function keyed(name: string): StoredSection[] {
  const key = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, LONGEST_KEY);
  return SECTION_KEY.test(key) ? [{ key }] : [];
}

function titled(sections: readonly StoredSection[], what: 'title' | 'text'): Record<string, string> {
  return Object.fromEntries(
    sections.flatMap((section) => (section[what] ? [[section.key, section[what]]] : [])),
  );
}

function textsOf(stored: unknown): string[] {
  const texts = Array.isArray(stored)
    ? stored.filter((text): text is string => typeof text === 'string')
    : [];
  return texts.map(cleanLine).filter((text) => text !== '');
}

function mapOf(stored: unknown): Record<string, string> {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const texts = Object.entries(stored).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.map(([key, text]) => [key, cleanText(text)]));
}
