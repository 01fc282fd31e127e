import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { MailChannel } from '../mail-channel.js';
import { ReturnPaths } from '../return-paths.js';
import { MailChannels } from './mail-channels.js';
import type { Transport } from './transport.js';

/** One of the platform's own ways out. */
export interface PlatformTransport {
  /** `platform`, or `platform:` and its name in `MAIL_TRANSPORTS`. */
  readonly id: string;
  readonly channel: MailChannel;
}

/** The platform's ways out, the first one first: `SMTP_URL` (or the outbox while nothing is set), then `MAIL_TRANSPORTS`. */
@Injectable()
export class PlatformMail implements OnApplicationShutdown {
  readonly transports: readonly PlatformTransport[];

  constructor(
    settings: Settings,
    usual: MailChannel,
    private readonly channels: MailChannels,
    back: ReturnPaths,
  ) {
    const named = settings.MAIL_TRANSPORTS.map(({ name, ...transport }) => ({
      id: `platform:${name}`,
      channel: channels.open(transport as Transport, back),
    }));
    const first = usual.kind === 'outbox' && named.length > 0 ? [] : [{ id: 'platform', channel: usual }];
    this.transports = [...first, ...named];
  }

  onApplicationShutdown(): void {
    for (const { id, channel } of this.transports) if (id !== 'platform') this.channels.close(channel);
  }
}
