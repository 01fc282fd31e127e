import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Get, Header, HttpCode, Logger, Param, Post, Query } from '@nestjs/common';
import { defineError, type ErrorKind } from '#kernel/errors';
import { decodeCursor } from '#kernel/page';
import { AdminOnly, CurrentUser, Public } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Database } from '#platform/database/database';
import { Answers } from '#platform/http/answers.decorator';
import { Listed, ListedJson } from '#platform/http/listed';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AcceptsForm, StreamsBody } from '#platform/http/route-body.decorators';
import { Jobs } from '#platform/jobs/jobs';
import { Echo, Effect, ProbeQuery, Wanted } from './probe.dto.js';
import { ErrandJob } from './probe.jobs.js';

const CANARY = 'postgres://owner:canary-in-an-error@10.0.0.1/private';

/** Routes that do nothing but show what stands before and behind every route. */
@Controller('probe')
export class ProbeController {
  /** How often the effect happened, by name. */
  readonly effects = new Map<string, number>();

  private readonly logger = new Logger(ProbeController.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  @Get('data')
  data() {
    return { a: 1 };
  }

  @Get('logs')
  async logs() {
    await sleep(10);
    this.logger.log('The probe speaks');
  }

  @Get('nothing')
  nothing(): void {}

  @Get('message')
  @Answers('message')
  message() {
    return { a: 1, message: 'Done' };
  }

  @Get('raw')
  @Answers('raw')
  raw() {
    return { a: 1 };
  }

  @Get('status')
  @Answers('status')
  status() {
    return { a: 1 };
  }

  @Get('success')
  @Answers('success')
  success() {
    return { a: 1 };
  }

  @Get('list')
  list() {
    return new Listed([1, 2], 'next');
  }

  @Get('list-json')
  listJson() {
    return new ListedJson('[{"a":1}]', null);
  }

  @Get('query')
  query(@Query() query: ProbeQuery) {
    return query;
  }

  @Get('cursor/:cursor')
  cursor(@Param('cursor') cursor: string) {
    return decodeCursor(cursor, 2);
  }

  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: Echo) {
    return body;
  }

  @Post('ping')
  @HttpCode(200)
  ping() {
    return 'pong';
  }

  @Post('form')
  @AcceptsForm()
  @HttpCode(200)
  form(@Body() body: Echo) {
    return body;
  }

  @Post('stream')
  @StreamsBody('text/csv')
  @HttpCode(200)
  async stream(@Body() body: AsyncIterable<Buffer>) {
    let bytes = 0;
    for await (const chunk of body) bytes += chunk.length;
    return { bytes };
  }

  @Post('unread')
  @StreamsBody('text/csv')
  @HttpCode(200)
  @Answers('raw')
  @Header('content-type', 'text/html; charset=utf-8')
  unread() {
    return '<p>unread</p>';
  }

  @Get('fails/:kind')
  fails(@Param('kind') kind: ErrorKind) {
    throw new (defineError(`probe/${kind}`, kind, () => `It is ${kind}.`))().after(7);
  }

  @Get('boom')
  boom() {
    throw Object.assign(new Error(`no connection to ${CANARY}`), { detail: CANARY });
  }

  @Get('bad-sql')
  async badSql() {
    await this.database.execute({ sql: `select '${CANARY}' from nowhere`, parameters: [] });
  }

  @Get('ask')
  async ask() {
    return (await this.database.execute({ sql: 'select 1 as one', parameters: [] })).rows;
  }

  @Get('sleep')
  async sleep() {
    await this.database.execute({ sql: 'select pg_sleep(5)', parameters: [] });
  }

  @Post('effects')
  async effect(@Body() { name = 'any', waitMs = 0, fail }: Effect) {
    this.effects.set(name, (this.effects.get(name) ?? 0) + 1);
    if (waitMs > 0) process.stdout.write(`effect ${name} begun\n`);
    await sleep(waitMs);
    if (fail === 'boom') throw new Error('boom');
    if (fail) throw new (defineError(`probe/${fail}`, fail, () => 'It failed.'))();
    return { name, times: this.effects.get(name) };
  }

  @Post('errands')
  async errand(@CurrentUser() user: Caller, @Body() { name, how }: Wanted) {
    return this.jobs.send(ErrandJob, { ownerId: user.id, name, how });
  }

  /** A job whose payload does not fit any more, like one that waited while its class changed. */
  @Post('unfit-errands')
  async unfitErrand(@CurrentUser() user: Caller, @Body() { name, how }: Wanted) {
    await this.database.transaction(async () => {
      await this.jobs.send(ErrandJob, { ownerId: user.id, name, how });
      const sql = `update pgboss.job set data = data || '{"ownerId": "nobody"}' where data ->> 'name' = $1`;
      await this.database.asService('jobs.queue', () => this.database.execute({ sql, parameters: [name] }));
    });
  }

  @Post('open-effects')
  @Public()
  openEffect(@Body() effect: Effect) {
    return this.effect(effect);
  }

  @Get('me')
  me(@CurrentUser() user: Caller) {
    return user;
  }

  @Get('open')
  @Public()
  @Header('x-probe', 'open')
  open() {
    return 'open';
  }

  @Get('admin')
  @AdminOnly()
  admin() {
    return 'admin';
  }

  @Get('generation')
  @RateClass('generation')
  generation() {
    return 'generated';
  }

  @Get('forms/:form')
  @Public()
  @RateClass('public')
  formPage() {
    return 'form';
  }
}
