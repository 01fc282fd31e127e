import { LeavingInquiry } from './leaving-inquiry.js';
import { MailGates } from './mail-gates.service.js';
import { MailPreviews } from './mail-preview.service.js';
import { RecipientLogRepository } from './recipient-log.repository.js';
import { SendingLimits } from './sending-limits.js';
import { TestMailRepository } from './test-mail.repository.js';
import { TestMails } from './test-mail.service.js';
import { TestOutlet } from './test-outlet.js';

/** What is asked of a mailing without sending it. */
export const INQUIRY = [
  RecipientLogRepository,
  LeavingInquiry,
  MailGates,
  MailPreviews,
  SendingLimits,
  TestMailRepository,
  TestMails,
  TestOutlet,
];
