import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Module, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { eventStream, type ServerEvent } from '#platform/http/event-stream';
import { startApp, type TestApp } from '../../support/app.js';

const states: string[] = [];

async function* counted(): AsyncGenerator<ServerEvent, void> {
  states.push('begun');
  try {
    for (let count = 1; ; count++) yield { event: 'delta', data: { count } };
  } finally {
    states.push('ended');
  }
}

@Controller('streams')
class StreamController {
  /** The first event is there; whoever asked leaves before any of it is sent. */
  @Post('left')
  async left(@Res({ passthrough: true }) reply: FastifyReply) {
    const stream = await eventStream(reply, counted());
    await once(reply.raw, 'close');
    return stream;
  }
}

@Module({ controllers: [StreamController] })
class StreamModule {}

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', modules: [StreamModule] });
});
beforeEach(() => {
  states.length = 0;
});
afterAll(() => app.close());

async function comesTo(what: () => unknown, expected: unknown): Promise<void> {
  for (let tries = 0; tries < 100 && what() !== expected; tries++) await sleep(20);
  expect(what()).toBe(expected);
}

describe('a stream of events', () => {
  it('is ended when its reader leaves before the first event was sent', async () => {
    const client = await app.as();
    const leaving = new AbortController();
    const answer = client.open('POST', '/streams/left', {}, leaving.signal).catch(() => 'gone');
    await comesTo(() => states.at(-1), 'begun');
    leaving.abort();
    expect(await answer).toBe('gone');
    await comesTo(() => states.at(-1), 'ended');
  });
});
