import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { visitorOf } from '#platform/http/visitor';
import { ApiKeyRepository } from './api-key.repository.js';
import { type KeyArrival, KeyEventRepository } from './key-event.repository.js';

const WRITTEN_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
const KEYS_AT_MOST = 10_000;
const PLACES_AT_MOST = 50_000;

/**
 * When keys were used last, to the minute, and from where for the first time: written for many at once, and for none of them
 * twice in a minute.
 */
@Injectable()
export class KeyUses implements OnApplicationShutdown {
  private readonly logger = new Logger('API keys');
  private readonly minutes = new Map<string, number>();
  private readonly places = new Set<string>();
  private unwritten = new Map<string, number>();
  private arrivals: KeyArrival[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly events: KeyEventRepository,
  ) {}

  note(id: string, request: FastifyRequest): void {
    this.noteMinute(id);
    this.notePlace(id, request);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.write();
    await this.writing;
  }

  private noteMinute(id: string): void {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (this.minutes.get(id) === minute) return;
    if (this.minutes.size >= KEYS_AT_MOST) this.minutes.clear();
    this.minutes.set(id, minute);
    this.unwritten.set(id, minute);
    this.writeSoon();
  }

  private notePlace(id: string, request: FastifyRequest): void {
    const place = `${id} ${request.ip}`;
    if (this.places.has(place)) return;
    if (this.places.size >= PLACES_AT_MOST) this.places.clear();
    this.places.add(place);
    const { ip, userAgent } = visitorOf(request);
    if (ip === null) return;
    this.arrivals.push({ id, ip, agent: userAgent });
    this.writeSoon();
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => this.write(), WRITTEN_EVERY_MS).unref();
  }

  private write(): void {
    this.timer = undefined;
    const [minutes, arrivals] = [this.unwritten, this.arrivals];
    this.unwritten = new Map();
    this.arrivals = [];
    if (minutes.size === 0 && arrivals.length === 0) return;
    this.writing = this.detached(async () => {
      if (minutes.size > 0) await this.keys.used(minutes);
      if (arrivals.length > 0) await this.events.recordArrivals(arrivals);
    }).catch((error: unknown) => {
      this.logger.warn(`Uses of API keys could not be written: ${String(error)}`);
    });
  }
}
