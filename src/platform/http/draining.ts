import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

const LOOK_EVERY_MS = 100;
/** How long a new connection may take to bring its first byte. */
const SILENT_FOR_MS = 1_000;
const CUT_OFF_AFTER_MS = 20_000;
const GIVE_UP_AFTER_MS = 25_000;

/**
 * The last seconds of this process: probes are told at once, requests still running are finished, their connections are
 * not kept alive, and whatever has not ended after 20 seconds is cut off. Browsers and HTTP clients open connections in
 * advance; to Node one that has never carried a byte is not idle, so it is closed here.
 */
@Injectable()
export class Draining implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown {
  isOn = false;
  /** Open connections and when each was opened. */
  private readonly connections = new Map<Socket, number>();

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('connection', (socket: Socket) => {
      this.connections.set(socket, Date.now());
      socket.once('close', () => this.connections.delete(socket));
    });
  }

  onModuleDestroy(): void {
    this.isOn = true;
    const server = this.host.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    const look = setInterval(() => {
      server.closeIdleConnections();
      this.closeSilentConnections();
    }, LOOK_EVERY_MS).unref();
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

  private closeSilentConnections(): void {
    for (const [socket, openedAt] of this.connections)
      if (socket.bytesRead === 0 && Date.now() - openedAt > SILENT_FOR_MS) socket.destroy();
  }
}
