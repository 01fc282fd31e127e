import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { WebModule } from '#platform/web/web.module';
import { OutboxChannel } from './adapters/outbox/outbox.channel.js';
import { ImapMailbox } from './adapters/imap/imap-mailbox.js';
import { SmtpChannel } from './adapters/smtp/smtp.channel.js';
import { MailChannel } from './mail-channel.js';
import { BOUNCE_MAILBOX, type Mailbox } from './mailbox.js';
import { OutboxController } from './outbox.controller.js';
import { ReturnPaths } from './return-paths.js';
import { SocialChannels } from './social/social-channels.js';
import { SocialHttp } from './social/social-http.js';
import { SocialMedia } from './social/social-media.js';
import { MailChannels } from './transports/mail-channels.js';
import { PlatformMail } from './transports/platform-mail.js';

/** The ways out of the house for what we send: mail by an SMTP server or a provider, or into a folder while none is set; posts by social networks. */
@Module({
  imports: [WebModule],
  controllers: [OutboxController],
  providers: [
    {
      provide: OutboxChannel,
      inject: [Settings],
      useFactory: (settings: Settings) => new OutboxChannel(join(settings.DATA_DIR, 'outbox')),
    },
    {
      provide: MailChannel,
      inject: [Settings, OutboxChannel, ReturnPaths],
      useFactory: (
        { SMTP_URL: url, SMTP_CONNECTIONS: connections }: Settings,
        outbox: OutboxChannel,
        back: ReturnPaths,
      ): MailChannel => (url ? new SmtpChannel(url, back, connections) : outbox),
    },
    {
      provide: BOUNCE_MAILBOX,
      inject: [Settings],
      useFactory: ({ BOUNCE_IMAP_URL: url }: Settings): Mailbox | null => (url ? new ImapMailbox(url) : null),
    },
    ReturnPaths,
    MailChannels,
    PlatformMail,
    SocialHttp,
    SocialMedia,
    SocialChannels,
  ],
  exports: [BOUNCE_MAILBOX, MailChannel, MailChannels, PlatformMail, ReturnPaths, SocialChannels, SocialHttp],
})
export class ChannelsModule {}
