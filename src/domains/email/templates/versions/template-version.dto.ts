import { IsBoolean } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { QueryInt } from '#platform/http/query';
import type { TemplateTranslation } from '../email-template.dto.js';

/** A revision of a template. */
export class TemplateVersion {
  id!: string;
  template_id!: string;
  /** 1 is what was saved first. @example 2 */
  version!: number;
  subject_line!: string;
  preheader!: string | null;
  /** The MJML that `html_content` was compiled from. */
  mjml_content!: string | null;
  html_content!: string;
  text_content!: string | null;
  merge_tags!: string[];
  defaults!: Record<string, string>;
  translations!: Record<string, TemplateTranslation>;
  strict!: boolean;
  /** Ids of your files that go with it. */
  attachments!: string[];
  /** `active` is what is sent, `archived` was, `draft` never was. */
  status!: 'draft' | 'active' | 'archived';
  changelog!: string | null;
  /** The revision that it was made from. */
  parent_version!: number | null;
  created_at!: string;
}

/** A revision and how mail that was made from it was received. */
export class ScoredTemplateVersion extends TemplateVersion {
  /** 30 % for opening and 70 % for clicking, of what was delivered: 0 to 100; 0 before anything was. @example 12.5 */
  performance_score!: number;
}

/** Which revision is made the present one, and how. */
export class RestoreTemplateVersion {
  /** Keeps the new revision as a draft: what is live stays live. */
  @MayBeLeftOut()
  @IsBoolean()
  draft?: boolean;
}

export class TemplateDiffQuery {
  /** The revision to compare with; the one before when left out. */
  @QueryInt(1, 999_999_999)
  against?: number;
}

/** Lines that changed, with up to three that did not before and behind. */
export class TemplateDiffHunk {
  /** The number of its first line in the older revision. */
  old_start!: number;
  /** The number of its first line in the newer revision. */
  new_start!: number;
  /** Each begins with a space where it stayed, `-` where it went and `+` where it came. */
  lines!: string[];
}

/** What changed in one part. */
export class TemplatePartDiff {
  /** `subject_line`, `html_content`, … or, of a translation, `translations.de.subject`. */
  part!: string;
  added!: number;
  removed!: number;
  /** The part is so different that all its old lines are told as removed, and all its present ones as added. */
  rewritten!: boolean;
  hunks!: TemplateDiffHunk[];
}

/** What differs between two revisions; parts that are alike are left out. */
export class TemplateDiff {
  from_version!: number;
  to_version!: number;
  parts!: TemplatePartDiff[];
}
