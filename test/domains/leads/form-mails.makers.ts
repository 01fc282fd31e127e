import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { spyOn } from 'jest-mock';
import PostalMime, { type Email } from 'postal-mime';
import { SendFormMailsJob } from '#domains/leads/form-mails/form-mail.jobs';
import { MailChannel, MailUnreachable } from '#platform/channels/mail-channel';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import { makeForm } from './forms.makers.js';

export const newAddress = () => `${randomUUID()}@example.com`;

export const withOptIn = (app: TestApp, settings: object = {}, form: object = {}) =>
  makeForm(app, { ...form, settings: { double_opt_in: true, ...settings } });

/** What the clock asks for when mails of forms are due. */
export async function sendWhatIsDue(app: TestApp): Promise<void> {
  await app.get(Jobs).send(SendFormMailsJob, { askedBy: 'clock' });
  await app.drainJobs();
}

/** The mails to an address, oldest first. */
export async function mailsTo(app: TestApp, address: string): Promise<Email[]> {
  await app.drainJobs();
  const outbox = join(app.dataDir, 'outbox');
  const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).toSorted();
  const mails = await Promise.all(
    names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))),
  );
  return mails.filter(({ to }) => to?.some((one) => one.address?.toLowerCase() === address));
}

/** As if an address had been asked to confirm so much earlier than it was. */
export async function askedEarlier(app: TestApp, address: string, by: string): Promise<void> {
  await app.sql(
    `update app.form_asks set asked_at = asked_at - $2::interval where address = sha256(convert_to($1, 'UTF8'))`,
    [address, by],
  );
}

/** Where the link in the newest mail to an address leads. */
export async function linkTo(app: TestApp, address: string): Promise<string> {
  const mail = (await mailsTo(app, address)).at(-1);
  return /http:\/\/links\.test(\/c\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? `no link in ${mail?.text}`;
}

/** What happens while the mail server cannot be reached. */
export async function withoutMailServer(app: TestApp, work: () => Promise<unknown>): Promise<void> {
  const delivering = spyOn(app.get(MailChannel as Type<MailChannel>), 'deliver');
  delivering.mockRejectedValue(new MailUnreachable('no line'));
  try {
    await work();
    await app.drainJobs();
  } finally {
    delivering.mockRestore();
  }
}

/** The button of the page behind a link to confirm. */
export const press = (app: TestApp, link: string) =>
  app.anonymous.send('POST', link, '', { 'content-type': 'application/x-www-form-urlencoded' });
