import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { OutboxChannel } from './adapters/outbox/outbox.channel.js';
import { SmtpChannel } from './adapters/smtp/smtp.channel.js';
import { MailChannel } from './mail-channel.js';
import { OutboxController } from './outbox.controller.js';

/** The ways out of the house for what we send: an SMTP server, or a folder of files while none is set. */
@Module({
  controllers: [OutboxController],
  providers: [
    {
      provide: OutboxChannel,
      inject: [Settings],
      useFactory: (settings: Settings) => new OutboxChannel(join(settings.DATA_DIR, 'outbox')),
    },
    {
      provide: MailChannel,
      inject: [Settings, OutboxChannel],
      useFactory: (settings: Settings, outbox: OutboxChannel): MailChannel =>
        settings.SMTP_URL ? new SmtpChannel(settings.SMTP_URL) : outbox,
    },
  ],
  exports: [MailChannel],
})
export class ChannelsModule {}
