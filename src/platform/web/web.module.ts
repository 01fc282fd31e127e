import { Module } from '@nestjs/common';
import { resolveHost } from './resolve-host.js';
import { PoliteReader } from './robots/polite-reader.js';
import { RobotsBook } from './robots/robots-book.js';
import { RESOLVE_HOST, WebClient } from './web-client.js';

/** The way to other people's servers: one guarded client, and a reader of pages that keeps to robots.txt. */
@Module({
  providers: [{ provide: RESOLVE_HOST, useValue: resolveHost }, WebClient, RobotsBook, PoliteReader],
  exports: [WebClient, PoliteReader],
})
export class WebModule {}
