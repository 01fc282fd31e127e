import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { WebClient } from '#platform/web/web-client';
import type { WebAnswer } from '#platform/web/web-answer';
import { Unreachable, TimedOut } from '#platform/web/web.errors';
import { retryAfterMs } from '#platform/web/retry-after';
import { failureOf } from '../runs/failure.js';
import { OutsideWorker } from '../runs/step-worker.js';
import { deedKey, type Outcome, type Visit, went } from '../runs/visit.js';
import type { WebhookConfig } from '../steps/deed.shapes.js';
import { WebhookSigner } from './webhook-signer.js';

const DEADLINE_MS = 10_000;
const LONGEST_ANSWER = 16 * 1024;
/** Answers after which it may go better the next time. */
const PASSING = new Set([408, 425, 429]);

/**
 * Tells somebody's server of an instance, signed, through the guarded client. It is told at least once, every time under the
 * same `webhook-id`, by which who hears it twice knows it again.
 */
@Injectable()
export class WebhookNode extends OutsideWorker {
  readonly type = 'webhook';
  readonly leaseSeconds = 16;

  constructor(
    private readonly web: WebClient,
    private readonly signer: WebhookSigner,
  ) {
    super();
  }

  async call(visit: Visit, signal: AbortSignal): Promise<Outcome> {
    const { url, headers } = visit.step.config as unknown as WebhookConfig;
    const id = `wf_${deedKey(visit).replace('/', '_')}`;
    const body = JSON.stringify(payloadOf(visit));
    const signed = this.signer.headers(visit.execution.ownerId, id, new Date(), body);
    try {
      const answer = await this.web.send({
        url,
        method: 'POST',
        headers: { ...headers, ...signed, 'content-type': 'application/json' },
        body,
        signal,
        deadline: DEADLINE_MS,
        longest: LONGEST_ANSWER,
        cut: true,
      });
      return outcomeOf(answer);
    } catch (error) {
      const passing = error instanceof Unreachable || error instanceof TimedOut;
      if (!(error instanceof AppError)) throw error;
      return passing ? { ...failureOf(error), final: false } : failureOf(error);
    }
  }
}

function payloadOf({ execution, step, lead }: Visit): Record<string, unknown> {
  const { data, lead: shown } = step.config as unknown as WebhookConfig;
  return {
    type: 'workflow.step',
    timestamp: new Date().toISOString(),
    data: {
      ...data,
      workflow_id: execution.workflowId,
      execution_id: execution.id,
      step: step.id,
      lead_id: execution.leadId,
      lead: shown === 'whole' ? lead : undefined,
      input: execution.input,
    },
  };
}

function outcomeOf(answer: WebAnswer): Outcome {
  const { status, ok, headers } = answer;
  if (ok) return went({ status, body: bodyOf(answer) });
  const asked = retryAfterMs(headers['retry-after'] ?? '');
  return {
    kind: 'fail',
    code: status >= 300 && status < 400 ? 'workflows/webhook-redirected' : 'workflows/webhook-refused',
    message: `The server answered ${status}.`,
    final: status < 500 && !PASSING.has(status),
    ...(asked !== undefined && { after: asked / 1_000 }),
    output: { status },
  };
}

/** What it answers as JSON may be used by later steps; anything else is left. */
function bodyOf(answer: WebAnswer): unknown {
  if (!/[/+]json$/.test(answer.mediaType)) return undefined;
  try {
    return answer.json();
  } catch {
    return undefined;
  }
}
