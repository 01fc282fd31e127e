import type { Server } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

const LOOK_EVERY_MS = 100;
const CUT_OFF_AFTER_MS = 20_000;
const GIVE_UP_AFTER_MS = 25_000;

/**
 * The last seconds of this process: probes are told at once, requests still running are finished, their connections are
 * not kept alive, and whatever has not ended after 20 seconds is cut off.
 */
@Injectable()
export class Draining implements OnModuleDestroy, BeforeApplicationShutdown {
  isOn = false;

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleDestroy(): void {
    this.isOn = true;
    const server = this.host.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    const look = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS).unref();
    const cutOff = setTimeout(() => server.closeAllConnections(), CUT_OFF_AFTER_MS).unref();
    // A timer left behind would hold the closed application in memory.
    server.once('close', () => {
      clearInterval(look);
      clearTimeout(cutOff);
    });
  }

  /** Told to stop by a signal, the process ends in any case. */
  beforeApplicationShutdown(signal?: string): void {
    if (signal !== undefined) setTimeout(() => process.exit(1), GIVE_UP_AFTER_MS).unref();
  }
}
