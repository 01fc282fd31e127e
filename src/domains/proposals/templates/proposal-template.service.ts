import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Database } from '#platform/database/database';
import {
  TemplateShared,
  TemplateNotFound,
  TemplateSectionsInvalid,
  TooManyTemplates,
} from '../proposal.errors.js';
import { BUILT_IN_TEMPLATES, builtInTemplate } from './built-in-templates.js';
import type {
  NewProposalTemplate,
  ProposalTemplate,
  ProposalTemplateChanges,
} from './proposal-template.dto.js';
import { ProposalTemplateRepository, type TemplateContent } from './proposal-template.repository.js';
import type { TemplateDefinition } from './template-definition.js';

const MOST_OWN = 200;

/** Templates to make proposals from: the built-in ones, shared ones and an owner's own. */
@Injectable()
export class ProposalTemplateService {
  constructor(
    private readonly database: Database,
    private readonly templates: ProposalTemplateRepository,
  ) {}

  /** The built-in ones, then the owner's own, newest first, then those that everybody shares. */
  async list(ownerId: string): Promise<ProposalTemplate[]> {
    return [...BUILT_IN_TEMPLATES.map(asAnswer), ...(await this.templates.list(ownerId))];
  }

  async get(ownerId: string, id: string): Promise<ProposalTemplate> {
    const template = await this.find(ownerId, id);
    if (!template) throw new TemplateNotFound(id);
    return template;
  }

  /** By the key of a built-in template or the id of a row; undefined for what the owner cannot use. */
  async find(ownerId: string, id: string): Promise<ProposalTemplate | undefined> {
    const builtIn = builtInTemplate(id);
    if (builtIn) return asAnswer(builtIn);
    const row = isUuid(id) ? await this.templates.find(ownerId, id) : undefined;
    if (!row) return undefined;
    const { builtIn: key, ...template } = row;
    const original = key === null ? undefined : builtInTemplate(key);
    return original ? asAnswer(original) : template;
  }

  add(ownerId: string, wanted: NewProposalTemplate): Promise<ProposalTemplate> {
    return this.database.transaction(async () => {
      if ((await this.templates.count(ownerId)) >= MOST_OWN) throw new TooManyTemplates(MOST_OWN);
      return this.templates.add(ownerId, complete(wanted, EMPTY));
    });
  }

  /** Changes what is named. Only an owner's own template can be changed. */
  change(ownerId: string, id: string, wanted: ProposalTemplateChanges): Promise<ProposalTemplate> {
    return this.database.transaction(async () => {
      const before = await this.changeable(ownerId, id);
      const changed = await this.templates.change(ownerId, id, complete(wanted, before));
      if (!changed) throw new TemplateNotFound(id);
      return changed;
    });
  }

  /** Proposals that were made from it stay as they are. */
  async remove(ownerId: string, id: string): Promise<void> {
    await this.changeable(ownerId, id);
    if (!(await this.templates.remove(ownerId, id))) throw new TemplateNotFound(id);
  }

  private async changeable(ownerId: string, id: string): Promise<ProposalTemplate> {
    const template = await this.get(ownerId, id);
    if (template.built_in || template.shared) throw new TemplateShared(template.name);
    return template;
  }
}

const EMPTY: TemplateContent = {
  name: '',
  description: '',
  category: 'general',
  sections: [],
  default_services: [],
  section_titles: {},
  section_texts: {},
};

function complete(wanted: ProposalTemplateChanges, before: TemplateContent): TemplateContent {
  const sections = wanted.sections ?? before.sections;
  const twice = sections.findIndex((id, at) => sections.indexOf(id) !== at);
  if (twice >= 0)
    throw new TemplateSectionsInvalid().withIssues([
      { path: `sections.${twice}`, message: `"${sections[twice]}" is named twice` },
    ]);
  return {
    name: wanted.name ?? before.name,
    description: wanted.description ?? before.description,
    category: wanted.category ?? before.category,
    sections,
    default_services: wanted.default_services ?? before.default_services,
    section_titles: wanted.section_titles ?? before.section_titles,
    section_texts: wanted.section_texts ?? before.section_texts,
  };
}

function asAnswer(template: TemplateDefinition): ProposalTemplate {
  return {
    ...template,
    sections: [...template.sections],
    default_services: [...template.default_services],
    built_in: true,
    shared: true,
    created_at: null,
  };
}
