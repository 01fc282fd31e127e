/** One question that is asked before a mail leaves, in the order of delivery, and what it says now. */
export class GateAnswer {
  /** @example 'suppression' */
  gate!: string;
  /** `wait`: not yet; `skip`: never. */
  verdict!: 'pass' | 'wait' | 'skip';
  /** What is recorded as the reason. @example 'suppressed:complaint' */
  reason!: string | null;
  /** When it is asked again, where that is known. */
  until!: string | null;
  /** What it looked at. @example { "suppressed": true, "reason": "complaint" } */
  inputs!: Record<string, unknown>;
}

/** A mail as one recipient would get it. */
export class RenderedCampaignMail {
  subject!: string;
  /** What inboxes show behind the subject: the first words of the mail. */
  preheader!: string;
  html!: string;
  text!: string;
  /** Fields that the mail asks for and the recipient does not have. @example ['first_name', 'custom.plan'] */
  missing_fields!: string[];
}

/** What became of a test mail to one address. */
export class TestMailOutcome {
  email!: string;
  sent!: boolean;
  /** What the mail server said, or why nothing was sent. */
  response!: string;
}
