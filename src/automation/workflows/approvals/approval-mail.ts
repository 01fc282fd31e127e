import { Injectable } from '@nestjs/common';
import { StandingMailings } from '#domains/email/standing/standing-mailings.service';
import type { Visit } from '../runs/visit.js';

export type ApprovalNews = 'asked' | 'reminded' | 'escalated';

const SUBJECTS: Record<ApprovalNews, string> = {
  asked: 'To be decided: {{ title }}',
  reminded: 'Still to be decided: {{ title }}',
  escalated: 'Nobody has decided: {{ title }}',
};

const HTML = `<p>A workflow waits for a decision: <strong>{{ title }}</strong></p>
{% if says %}<p>{{ says }}</p>{% endif %}
{% if about %}<p>It is about {{ about }}.</p>{% endif %}
<p>Decide until {{ until }}. The number of the question is {{ approval_id }}.</p>`;

/** Tells people by mail that something waits for them; each of them once for each occasion. */
@Injectable()
export class ApprovalMail {
  constructor(private readonly mailings: StandingMailings) {}

  async tell(
    ownerId: string,
    news: ApprovalNews,
    questions: readonly {
      id: string;
      title: string;
      says: string | null;
      expires_at: string | null;
      visit: Visit;
    }[],
    addresses: readonly string[],
  ): Promise<void> {
    if (addresses.length === 0 || questions.length === 0) return;
    const mailing = await this.mailings.open(ownerId, {
      key: `workflow approvals: ${news}`,
      name: 'Decisions of workflows',
      subject: SUBJECTS[news],
      html: HTML,
      transactional: true,
    });
    const mails = questions.flatMap(({ id, title, says, expires_at, visit }) =>
      addresses.map((to) => ({
        to,
        dedupeKey: `${id}/${news}/${to}`,
        fields: {
          title,
          says,
          until: expires_at,
          approval_id: id,
          about: visit.lead?.name ?? visit.lead?.email ?? null,
        },
      })),
    );
    await this.mailings.post(ownerId, mailing, mails);
  }
}
