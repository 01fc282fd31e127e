import type { MailingReport } from './client.ts';
import { DemoProblem } from './problem.ts';
import { figure, type Screen } from './screen.ts';

/** What the report has to say, as far as the demo knows it by its own count. */
export type Expected = Readonly<Record<Counted, number>> & {
  readonly reasons: Readonly<Record<string, number>>;
};

const COUNTED = [
  'recipients',
  'sent',
  'delivered',
  'opened',
  'clicked',
  'unsubscribed',
  'failed',
  'unknown',
  'skipped',
] as const;
type Counted = (typeof COUNTED)[number];

/** The report as a table. */
export function showReport(report: MailingReport, screen: Screen): void {
  const { rates } = report;
  const remarks: Partial<Record<Counted, string>> = {
    delivered: `${rates.delivery} % of sent`,
    opened: `${rates.open} % of delivered`,
    clicked: `${rates.click} %`,
    unsubscribed: `${rates.unsubscribe} %`,
    failed: report.bounced > 0 ? 'the mail server knows no such mailbox' : '',
    unknown: report.unknown > 0 ? 'the line dropped before the answer; never sent again by itself' : '',
    skipped: reasonsOf(report.skipped_by_reason),
  };
  for (const name of COUNTED)
    screen.line(
      `    ${name.padEnd(14)}${figure(report[name] ?? 0).padStart(7)}   ${remarks[name] ?? ''}`.trimEnd(),
    );
}

/** Stops the demo when the report is not what happened, or does not add up in itself. */
export function checkReport(report: MailingReport, expected: Expected): void {
  const wrong = COUNTED.filter((name) => report[name] !== expected[name]).map(
    (name) => `${name} is ${report[name]} and should be ${expected[name]}`,
  );
  const { recipients, sent, failed, unknown, skipped, queued, sending } = report;
  const ended = sent + failed + unknown + skipped;
  if (ended !== recipients || queued + sending > 0)
    wrong.push(`${ended} of ${recipients} recipients are settled, ${queued + sending} are not`);
  if (reasonsOf(report.skipped_by_reason) !== reasonsOf(expected.reasons))
    wrong.push(`skipped for ${reasonsOf(report.skipped_by_reason)} and not ${reasonsOf(expected.reasons)}`);
  if (wrong.length > 0) throw new DemoProblem(`The report is wrong: ${wrong.join('; ')}.`);
}

function reasonsOf(reasons: Readonly<Record<string, number>>): string {
  const parts = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
  return parts.toSorted().join(', ');
}
