import { applyDecorators } from '@nestjs/common';
import { ArrayMinSize, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { Line, Lines, TextMap } from '../text.decorators.js';
import { SECTION_KEY } from './template-definition.js';

/** A template that proposals are made from. */
export class ProposalTemplate {
  /** The key of a built-in template or the id of a row; both can be given as `template_type`. @example 'digital_marketing' */
  id!: string;
  /** @example 'Digital Marketing' */
  name!: string;
  description!: string;
  /** @example 'marketing' */
  category!: string;
  /** @example ['executive_summary', 'pricing', 'terms'] */
  sections!: string[];
  /** @example ['SEO'] */
  default_services!: string[];
  /** Headings by section, where they differ from what the key gives. */
  section_titles!: Record<string, string>;
  /** What a section always says. */
  section_texts!: Record<string, string>;
  /** Comes with the product and belongs to nobody. */
  built_in!: boolean;
  /** Belongs to nobody in particular: it can be used but not changed. */
  shared!: boolean;
  /** Null for those that come with the product. @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string | null;
}

class ProposalTemplateFields {
  @MayBeLeftOut()
  @IsString()
  @MaxLength(1_000)
  description?: string;

  /** `trade` has prices, phases in days and terms of its own, `development` terms of its own. @example 'trade' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(60)
  @Matches(/^[a-z][a-z0-9_]*$/, { message: 'category must be a word in lower case' })
  category?: string;

  /** Offered where a request names no services. @example ['Counters and shelves'] */
  @MayBeLeftOut()
  @Lines(30, 200)
  default_services?: string[];

  /** @example { "about_us": "Who we are" } */
  @MayBeLeftOut()
  @TextMap({ entries: 30, longest: 120 })
  section_titles?: Record<string, string>;

  /** @example { "about_us": "We have fitted shops since 1998." } */
  @MayBeLeftOut()
  @TextMap({ entries: 30, longest: 10_000 })
  section_texts?: Record<string, string>;
}

/** A new template of your own. */
export class NewProposalTemplate extends ProposalTemplateFields {
  /** @example 'Shop fitting' */
  @Line(200)
  name!: string;

  /**
   * Keys in lower case in the order of the document, each once. `pricing`, `timeline`, `terms` and `warranty_terms` show
   * their table, `proposed_services` and `services` list the services; others hold text.
   * @example ['about_us', 'project_scope', 'pricing', 'terms']
   */
  @SectionKeys()
  sections!: string[];
}

/** What changes about a template; what is left out stays as it is. */
export class ProposalTemplateChanges extends ProposalTemplateFields {
  /** @example 'Shop fitting' */
  @MayBeLeftOut()
  @Line(200)
  name?: string;

  /**
   * Keys in lower case in the order of the document, each once. `pricing`, `timeline`, `terms` and `warranty_terms` show
   * their table, `proposed_services` and `services` list the services; others hold text.
   * @example ['about_us', 'project_scope', 'pricing', 'terms']
   */
  @MayBeLeftOut()
  @SectionKeys()
  sections?: string[];
}

export class ProposalTemplateDeleted {
  /** @example true */
  deleted!: boolean;
  id!: string;
}

/** One to thirty keys of sections. */
function SectionKeys(): PropertyDecorator {
  const message = 'each section must be a key such as project_scope';
  return applyDecorators(Lines(30, 60), ArrayMinSize(1), Matches(SECTION_KEY, { each: true, message }));
}
