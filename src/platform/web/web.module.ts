import { Module } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { MailRecords } from './dns/mail-records.js';
import { MailRoutes } from './dns/mail-routes.js';
import { nameServers } from './dns/name-servers.js';
import { hostResolver } from './dns/resolve-host.js';
import { PoliteReader } from './robots/polite-reader.js';
import { RobotsBook } from './robots/robots-book.js';
import { GuardedSockets } from './guarded-sockets.js';
import { RESOLVE_HOST, WebClient } from './web-client.js';

/** The way to other people's servers: one guarded client, a reader of pages that keeps to robots.txt, and where mail goes. */
@Module({
  providers: [
    {
      provide: RESOLVE_HOST,
      inject: [Settings],
      useFactory: ({ DNS_SERVERS }: Settings) => hostResolver(nameServers(DNS_SERVERS)),
    },
    WebClient,
    GuardedSockets,
    RobotsBook,
    PoliteReader,
    MailRoutes,
    MailRecords,
  ],
  exports: [WebClient, GuardedSockets, PoliteReader, MailRoutes, MailRecords],
})
export class WebModule {}
