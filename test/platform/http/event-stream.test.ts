import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  HttpCode,
  Module,
  Post,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { eventStream, type ServerEvent } from '#platform/http/event-stream';
import { startApp, type TestApp } from '../../support/app.js';

const states: string[] = [];
const pace = new EventEmitter();

async function* counted(): AsyncGenerator<ServerEvent, void> {
  states.push('begun');
  try {
    for (let count = 1; ; count++) yield { event: 'delta', data: { count } };
  } finally {
    states.push('ended');
  }
}

/** Lets a request pass once its client has left. */
class OnceLeft implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    states.push('begun');
    await once(context.switchToHttp().getResponse<FastifyReply>().raw, 'close');
    return true;
  }
}

@Controller('streams')
class StreamController {
  /** Breaks off after its first event, for a reason nobody foresaw. */
  @Post('broken')
  @HttpCode(200)
  broken(@Res({ passthrough: true }) reply: FastifyReply) {
    async function* events(): AsyncGenerator<ServerEvent, void> {
      yield { event: 'delta', data: {} };
      throw new Error('canary-in-an-error');
    }
    return eventStream(reply, events());
  }

  /** Sends one event and the next when it is told to. */
  @Post('paced')
  @HttpCode(200)
  paced(@Res({ passthrough: true }) reply: FastifyReply) {
    async function* events(): AsyncGenerator<ServerEvent, void> {
      states.push('begun');
      yield { event: 'delta', data: {} };
      await once(pace, 'on');
      yield { event: 'end', data: {} };
    }
    return eventStream(reply, events());
  }

  /** Works until its client leaves, and says so as every route does. */
  @Post('waits')
  async waits(@WhenClientGone() gone: AbortSignal) {
    states.push('begun');
    await new Promise((resolve) => gone.addEventListener('abort', resolve));
    states.push('ended');
    throw gone.reason;
  }

  /** Its client has left before the route was reached. */
  @Post('guarded')
  @UseGuards(OnceLeft)
  guarded(@WhenClientGone() gone: AbortSignal) {
    states.push(gone.aborted ? 'ended' : 'still working');
  }

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

const logged: unknown[] = [];
const keep = (line: unknown): void => void logged.push(line);
const drop = (): void => undefined;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', modules: [StreamModule] });
  app.nest.useLogger({ log: drop, warn: drop, error: keep });
});
beforeEach(() => {
  states.length = 0;
  logged.length = 0;
});
afterAll(() => app.close());

async function comesTo(what: () => unknown, expected: unknown): Promise<void> {
  for (let tries = 0; tries < 100 && what() !== expected; tries++) await sleep(20);
  expect(what()).toBe(expected);
}

/** Asks, and leaves as soon as somebody works on it. */
async function leave(path: string): Promise<void> {
  const client = await app.as();
  const leaving = new AbortController();
  const answer = client.open('POST', path, {}, leaving.signal).catch(() => 'gone');
  await comesTo(() => states.at(-1), 'begun');
  leaving.abort();
  expect(await answer).toBe('gone');
}

describe('a stream of events', () => {
  it('is ended when its reader leaves before the first event was sent', async () => {
    await leave('/streams/left');
    await comesTo(() => states.at(-1), 'ended');
    expect(logged).toEqual([]);
  });

  it('that breaks off for a reason nobody foresaw is logged under the id its reader is told', async () => {
    const { text } = await (await app.as()).post('/streams/broken', {}, { 'x-request-id': 'req-broken' });
    expect(text).toMatch(/event: error\ndata: .*"code":"internal\/unexpected".*"request_id":"req-broken"/);
    expect(text).not.toContain('canary');
    expect(logged).toEqual([
      expect.objectContaining({ err: new Error('canary-in-an-error'), req_id: 'req-broken' }),
    ]);
  });
});

describe('a stream asked for with an Idempotency-Key', () => {
  it('is not begun again while it runs, and may be asked for again when it has ended', async () => {
    const { id, client } = await app.newUser();
    const post = () => client.post('/streams/paced', {}, { 'idempotency-key': 'k-1' });
    const first = post();
    await comesTo(() => states.length, 1);
    await sleep(100);
    expect(await post()).toMatchObject({ status: 409, body: { code: 'http/request-still-running' } });
    pace.emit('on');
    expect((await first).text).toContain('event: end');
    const held = `select 1 from app.idempotency_keys where scope like $1`;
    while ((await app.sql(held, [`${id}%`])).length > 0) await sleep(20);
    const again = post();
    await comesTo(() => states.length, 2);
    await sleep(100);
    pace.emit('on');
    expect((await again).status).toBe(200);
  });
});

describe('a client that leaves before it was answered', () => {
  it('ends the work, and nobody is told of a failure', async () => {
    await leave('/streams/waits');
    await comesTo(() => states.at(-1), 'ended');
    await sleep(50);
    expect(logged).toEqual([]);
  });

  it('is noticed by a route that it never waited for', async () => {
    await leave('/streams/guarded');
    await comesTo(() => states.at(-1), 'ended');
  });
});
