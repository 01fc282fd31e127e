import { z } from 'zod';
import type { AppError } from '#kernel/errors';
import { limited, reasonIn, type SocialAnswer } from '../../social/social-answer.js';
import { bearer, formBody, type SocialCall, type SocialHttp } from '../../social/social-http.js';
import { SocialRefused, SocialTokenRefused, SocialUnavailable } from '../../social/social.errors.js';

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
const TOKEN_CODES = [102, 190];
const LIMIT_CODES = [4, 17, 32, 341, 368, 613, 80001, 80002, 80006];
const PASSING_CODES = [1, 2];

const Failure = z.object({ error: z.object({ code: z.number() }) });

interface GraphQuestion {
  readonly path: string;
  readonly token: string;
  /** Makes it a POST. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly arm?: (() => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Meta's Graph API, whose failures come with numbers of its own. */
export class Graph {
  constructor(
    private readonly http: SocialHttp,
    private readonly company: string,
    private readonly url: string = 'https://graph.facebook.com/v24.0',
  ) {}

  ask<Shape>({ path, token, fields, arm, signal }: GraphQuestion, shape: z.ZodType<Shape>): Promise<Shape> {
    const call: SocialCall = {
      company: this.company,
      token,
      url: `${this.url}/${path}`,
      ...(fields ? { method: 'POST', ...formBody(fields, bearer(token)) } : { headers: bearer(token) }),
      arm,
      signal,
      judge: (answer) => this.judge(answer, token, arm !== undefined),
    };
    return this.http.read(call, shape);
  }

  private judge(answer: SocialAnswer, token: string, publishes: boolean): AppError | undefined {
    const { success, data } = Failure.safeParse(answer.json);
    if (!success) return undefined;
    const { code } = data.error;
    if (TOKEN_CODES.includes(code)) return new SocialTokenRefused(this.company);
    if (LIMIT_CODES.includes(code)) return this.limit(answer);
    if (PASSING_CODES.includes(code) && !publishes) return new SocialUnavailable(this.company);
    return answer.status < 500 && !PASSING_CODES.includes(code)
      ? new SocialRefused(this.company, reasonIn(answer, { token }))
      : undefined;
  }

  /** A share of the usage header says in how many minutes it begins anew. */
  private limit(answer: SocialAnswer): AppError {
    const usage = answer.headers['x-business-use-case-usage'] ?? '';
    const minutes = [...usage.matchAll(/"estimated_time_to_regain_access":(\d{1,6})/g)].map(([, at]) =>
      Number(at),
    );
    const failure = limited(answer, this.company);
    return minutes.length > 0 ? failure.after(Math.max(...minutes) * 60) : failure;
  }
}
