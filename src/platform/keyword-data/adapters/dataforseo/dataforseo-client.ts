import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { codeOfStatus, failureOf, unavailable } from './dataforseo-failure.js';
import { fetchReply, type Reply } from '#platform/web/fetch-reply';

const OK = 20000;
const NO_SEARCH_RESULTS = 40102;

/** Who asks. */
export interface DataForSeoAccount {
  readonly login: string;
  readonly password: string;
  readonly owner: 'user' | 'platform';
  /** Without a trailing slash, as `https://api.dataforseo.com`. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

const Status = { status_code: z.number(), status_message: z.string().nullish() };
/** Only what we read of an answer. */
const Envelope = z.object({
  ...Status,
  tasks: z.array(z.object({ ...Status, result: z.array(z.unknown()).nullish() })).nullish(),
});

/** Speaks DataForSEO's API v3: a list of one task goes in, an envelope of tasks with a code of their own comes out. */
export class DataForSeoClient {
  private readonly logger = new Logger('DataForSEO');

  constructor(private readonly account: DataForSeoAccount) {}

  /** The items of one task of a live endpoint, read as `item`; every failure is a `keywords/…` error. */
  async items<Item>(path: string, task: object, item: z.ZodType<Item>): Promise<Item[]> {
    const results = await this.call('POST', `dataforseo_labs/google/${path}/live`, task);
    const Result = z.object({ items: z.array(item).nullish() }).nullable();
    return results.flatMap((result) => readAs(Result, result)?.items ?? []);
  }

  /** A call that costs nothing; it fails when the account does not work. */
  async probe(signal: AbortSignal): Promise<void> {
    await this.call('GET', 'appendix/user_data', undefined, signal);
  }

  private async call(method: string, path: string, task?: object, signal?: AbortSignal): Promise<unknown[]> {
    const { baseUrl, login, password, timeoutMs } = this.account;
    const deadline = AbortSignal.timeout(timeoutMs);
    const reply = await fetchReply(`${baseUrl}/v3/${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      ...(task && { body: JSON.stringify([task]) }),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    }).catch((error: unknown) => {
      throw unavailable(error);
    });
    return this.resultsOf(reply);
  }

  private resultsOf(reply: Reply): unknown[] {
    const isFine = reply.status >= 200 && reply.status < 300;
    const read = Envelope.safeParse(json(reply.text));
    if (isFine && !read.success) throw unreadable(read.error);
    const { status_code: code, status_message: message, tasks } = read.data ?? {};
    const isRefused = code !== undefined && code !== OK;
    if (isRefused || !isFine)
      throw this.refusal(isRefused ? code : codeOfStatus(reply.status), message, reply);
    if (!tasks?.length) throw unavailable(new Error('The answer holds no task.'));
    return tasks.flatMap((task) => {
      if (task.status_code === NO_SEARCH_RESULTS) return [];
      if (task.status_code !== OK) throw this.refusal(task.status_code, task.status_message, reply);
      return task.result ?? [];
    });
  }

  private refusal(code: number, message: string | null | undefined, { status, headers }: Reply): Error {
    const failure = failureOf({
      code,
      message: message ?? `HTTP ${status}`,
      accountOwner: this.account.owner,
      retryAfter: headers.get('retry-after'),
    });
    this.logger.warn({ err: failure.cause, code: failure.code }, 'DataForSEO refused a request');
    return failure;
  }
}

function readAs<Value>(shape: z.ZodType<Value>, value: unknown): Value {
  const read = shape.safeParse(value);
  if (!read.success) throw unreadable(read.error);
  return read.data;
}

function unreadable(cause: unknown): Error {
  return unavailable(new Error('The answer is not what DataForSEO answers.', { cause }));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
