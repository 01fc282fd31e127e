import { Injectable } from '@nestjs/common';
import type { Lead } from '#domains/leads/lead.answers.dto';
import { StandingMailings } from '#domains/email/standing/standing-mailings.service';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { deedKey, type Outcome, type Visit, went } from '../runs/visit.js';
import type { SendMailConfig } from '../steps/deed.shapes.js';
import { mailingOf } from './mailing.js';

/**
 * Hands mails to the delivery that campaigns use, which sends each once, past the same gates; the mails and the steps are
 * committed together.
 */
@Injectable()
export class SendMailNode extends StepWorker {
  readonly type = 'send_mail';

  constructor(private readonly mailings: StandingMailings) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const [{ execution, step }] = visits;
    const ownerId = ownerOf(visits);
    const { to } = step.config as unknown as SendMailConfig;
    const mailing = await this.mailings.open(ownerId, mailingOf(execution, step));
    const mails = visits.flatMap((visit) => {
      const address = to ?? visit.lead?.email;
      if (!address) return [];
      // A mail to somebody else tells of the lead: its consent and its history are not asked, and not written.
      const leadId = to === undefined ? (visit.lead?.id ?? null) : null;
      return [{ to: address, leadId, dedupeKey: deedKey(visit), fields: fieldsOf(visit) }];
    });
    const posted = await this.mailings.post(ownerId, mailing, mails);
    const messages = new Map(posted.map(({ dedupeKey, messageId }) => [dedupeKey, messageId]));
    return visits.map((visit) => {
      const message_id = messages.get(deedKey(visit));
      return message_id === undefined
        ? { kind: 'go', skipped: 'There is no address.' }
        : went({ message_id });
    });
  }
}

/** What a template may say: of the lead, and under `input` and `steps` of the instance. */
function fieldsOf({ lead, execution: { input, outputs } }: Visit): Record<string, unknown> {
  return { ...(lead && ofLead(lead)), input, steps: outputs };
}

function ofLead({
  first_name,
  last_name,
  name,
  email,
  phone,
  company,
  job_title,
  industry,
  country,
  custom_fields,
}: Lead) {
  const own = { first_name, last_name, name, email, phone, company, job_title, industry, country };
  return { ...custom_fields, ...own, custom: custom_fields };
}
