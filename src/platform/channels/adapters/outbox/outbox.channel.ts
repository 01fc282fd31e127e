import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUuid } from '#kernel/ids';
import {
  type MailAccepted,
  MailChannel,
  type MailMessage,
  MailRefused,
  MailUnreachable,
  messageIdOf,
} from '../../mail-channel.js';
import { composeMime } from '../smtp/mime.js';
import { type OutboxMail, readMime } from './read-mime.js';

const SHOWN = 100;

/** Keeps mail as files instead of sending it: `<id>.eml`, whole or not at all. */
export class OutboxChannel extends MailChannel {
  readonly kind = 'outbox';

  constructor(private readonly directory: string) {
    super();
  }

  async deliver(message: MailMessage, onData: () => Promise<void>): Promise<MailAccepted> {
    const { bytes } = await composeMime(message);
    await onData();
    const path = join(this.directory, `${message.id}.eml`);
    try {
      await mkdir(this.directory, { recursive: true });
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    } catch (error) {
      throw new MailRefused(false, 452, `The outbox cannot be written: ${String(error)}`, 'message');
    }
    return { response: '250 kept in the outbox', messageId: messageIdOf(message) };
  }

  async verify(): Promise<void> {
    try {
      await mkdir(this.directory, { recursive: true });
    } catch (error) {
      throw new MailUnreachable(`The outbox cannot be written: ${String(error)}`).because(error);
    }
  }

  /** The latest mails, newest first, at most 100. */
  async latest(): Promise<OutboxMail[]> {
    const names = await readdir(this.directory).catch(() => []);
    const ids = names.flatMap((name) => (name.endsWith('.eml') ? [name.slice(0, -4)] : []));
    const newest = ids.sort().reverse().slice(0, SHOWN);
    const mails = await Promise.all(newest.map((id) => this.find(id)));
    return mails.filter((mail) => mail !== undefined);
  }

  async find(id: string): Promise<OutboxMail | undefined> {
    if (!isUuid(id)) return undefined;
    const bytes = await readFile(join(this.directory, `${id.toLowerCase()}.eml`)).catch(() => undefined);
    return bytes && readMime(id, bytes);
  }
}
