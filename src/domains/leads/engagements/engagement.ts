/** Something a reader of mail did, as the e-mail room tells it. */
export interface MailEngagement {
  /** Of the event; the second time it is told nothing happens. */
  id: string;
  ownerId: string;
  leadId: string | null;
  emailNorm: string;
  kind: 'opened' | 'clicked';
  campaignId: string | null;
  link: string | null;
  at: string;
}
