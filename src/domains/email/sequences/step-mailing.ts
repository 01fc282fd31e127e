import type { StandingPlan } from '../standing/standing-mailings.service.js';
import type { Sequence } from './sequence.answers.dto.js';
import type { SequenceStep } from './sequence.dto.js';

/** How the keys of the mailings of its steps begin. */
export function keysOfSequence(id: string): string {
  return `sequence:${id}:`;
}

/** The standing mailing of a step: the same for ever, so that nobody gets the mail of a step twice on one way through. */
export function stepMailing({ id, name, settings, from_email }: Sequence, step: SequenceStep): StandingPlan {
  return {
    key: `${keysOfSequence(id)}${step.key}`,
    name: `${name}: ${step.key}`,
    subject: step.subject,
    html: step.html,
    text: step.text,
    templateId: step.template_id,
    fromEmail: from_email ?? undefined,
    settings,
  };
}
