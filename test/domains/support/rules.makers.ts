import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { ticketPath } from './support.makers.js';

export const RULES = '/api/support/rules';
export const HIGH = { type: 'set_priority', value: 'high' };
export const rule = (more: object = {}) => ({ name: 'A rule', event: 'created', actions: [HIGH], ...more });

/** The first of its actions each time that a rule applied. */
export interface Ran {
  readonly ticket_id: string;
  readonly actions: readonly { readonly outcome: string; readonly reason: string | null }[];
}

/** An administrator who keeps rules for as long as a test lasts. */
export class RuleDesk {
  private readonly made: string[] = [];

  constructor(
    readonly app: TestApp,
    readonly admin: TestClient,
  ) {}

  async newRule(more: object = {}): Promise<string> {
    const { status, body, text } = await this.admin.post(RULES, rule(more));
    if (status !== 201) throw new Error(text);
    this.made.push(body.data.id);
    return body.data.id as string;
  }

  async newAnswer(body: string): Promise<string> {
    return (await this.admin.post('/api/support/canned-answers', { title: 'Soon', body })).body.data.id;
  }

  /** One that answers whatever sets it off. */
  async answeringRule(more: object = {}, body = 'We are on it ({{ priority }}).'): Promise<string> {
    const actions = [{ type: 'send_answer', value: await this.newAnswer(body) }];
    return this.newRule({ actions, allow_answers: true, ...more });
  }

  async endRules(): Promise<void> {
    for (const id of this.made.splice(0)) await this.admin.delete(`${RULES}/${id}`);
  }

  runsOf = async (id: string): Promise<Ran[]> => (await this.admin.get(`${RULES}/${id}/runs`)).body.data;
  ticketOf = async (id: string) => (await this.admin.get(ticketPath(id))).body.ticket;
  messagesOf = async (id: string): Promise<{ author: string }[]> =>
    (await this.admin.get(ticketPath(id, '/messages'))).body.messages;
  eventsOf = async (id: string): Promise<{ kind: string }[]> =>
    (await this.admin.get(ticketPath(id, '/events'))).body.events;
}
