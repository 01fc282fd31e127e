import type { TemplateContent } from '../template-content.js';
import type { TemplateVersion } from './template-version.dto.js';

/** What a revision says. */
export function contentOfVersion({ subject_line, ...version }: TemplateVersion): TemplateContent {
  const {
    preheader,
    mjml_content,
    html_content,
    text_content,
    merge_tags,
    defaults,
    translations,
    strict,
    attachments,
  } = version;
  return {
    subject: subject_line,
    preheader,
    mjml_content,
    html_content,
    text_content,
    merge_tags,
    defaults,
    translations,
    strict,
    attachments,
  };
}
