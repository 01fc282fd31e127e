import type { StandingPlan } from '../standing/standing-mailings.service.js';
import type { Sequence } from './sequence.answers.dto.js';
import type { SequenceStep } from './sequence.dto.js';

/** The standing mailing of a step: the same for ever, so that nobody gets the mail of a step twice on one way through. */
export function stepMailing({ id, name, settings, from_email }: Sequence, step: SequenceStep): StandingPlan {
  return {
    key: `sequence:${id}:${step.key}`,
    name: `${name}: ${step.key}`,
    subject: step.subject,
    html: step.html,
    text: step.text,
    templateId: step.template_id,
    fromEmail: from_email ?? undefined,
    settings,
  };
}
