import type { StandingPlan } from '#domains/email/standing/standing-mailings.service';
import type { Step } from '../definitions/definition.js';
import type { VersionRef } from '../definitions/version.repository.js';
import type { SendMailConfig } from '../steps/deed.shapes.js';

/** The mailing of a step. It belongs to the version, so that what instances of an older one send stays as it was. */
export function mailingOf({ workflowId, version }: VersionRef, step: Step): StandingPlan {
  const { subject, html, text, template_id, template_version, transactional, attachments, ...sent } =
    step.config as unknown as SendMailConfig;
  return {
    key: `workflow:${workflowId}:${version}:${step.id}`,
    name: step.title ?? `${workflowId} ${step.id}`,
    transactional,
    subject,
    html,
    text,
    templateId: template_id,
    templateVersion: template_version,
    attachments,
    settings: sent.settings,
    fromEmail: sent.from_email,
  };
}
