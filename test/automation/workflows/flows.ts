import { randomUUID } from 'node:crypto';
import { TakeEventsJob } from '#automation/workflows/entries/entry.jobs';
import { AdvanceInstancesJob, MakeCallsJob } from '#automation/workflows/runs/run.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { type TestApp } from '../../support/app.js';
import type { Answer, TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { sharedApp } from '../../support/kept-app.js';
import { until } from '../../support/until.js';

export const WORKFLOWS = '/api/workflows';

/** The application of all tests of workflows: what they call is on this machine. */
export function flowsApp(): Promise<TestApp> {
  return sharedApp({ settings: { OUTBOUND_ALLOW: '127.0.0.1' } });
}

/** What tests of instances stand on. */
export interface Stage {
  readonly app: TestApp;
  readonly ada: Owner;
  readonly outside: ScriptedServer;
}

export async function openStage(): Promise<Stage> {
  const app = await flowsApp();
  return { app, ada: await Owner.of(app), outside: await ScriptedServer.start() };
}

export interface Instance {
  id: string;
  status: string;
  step: string | null;
  reason: string | null;
  version: number;
  error_code: string | null;
  outputs: Record<string, unknown>;
  steps: { step: string; status: string; exit: string | null; attempts: number; error: string | null }[];
}

export const ENTER = { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: 'a' };
export const tag = (id: string, next: string | null, ...tags: string[]) => ({
  id,
  type: 'add_tag',
  config: { tags: tags.length > 0 ? tags : [id] },
  next,
});
export const delay = (id: string, next: string | null, span: object = { days: 1 }) => ({
  id,
  type: 'delay',
  config: { for: span },
  next,
});
export const mail = (id: string, next: string | null, more: object = {}) => ({
  id,
  type: 'send_mail',
  config: { subject: 'Hello {{ first_name }}', html: '<p>From step {{ input.what }}</p>', ...more },
  next,
});
export const hook = (id: string, next: string | null, url: string, more: object = {}) => ({
  id,
  type: 'webhook',
  config: { url, data: { what: id } },
  next,
  ...more,
});

/** Somebody with workflows and leads, and the worker who takes their instances further. */
export class Owner {
  private constructor(
    readonly app: TestApp,
    readonly id: string,
    readonly client: TestClient,
  ) {}

  static async of(app: TestApp): Promise<Owner> {
    const { id, client } = await app.newUser();
    return new Owner(app, id, client);
  }

  async lead(fields: object = {}): Promise<{ id: string; email: string }> {
    const email = `${randomUUID()}@example.com`;
    const { body } = await this.client.post('/api/leads', { name: 'Ada Lovelace', email, ...fields });
    return { id: body.data.id, email };
  }

  async tagsOf(leadId: string): Promise<string[]> {
    return (await this.client.get(`/api/leads/${leadId}`)).body.data.tags;
  }

  /** Many leads, past the application. */
  async leads(count: number): Promise<string[]> {
    const rows = await this.app.sql<{ id: string }>(
      `insert into leads (created_by, first_name, email, email_norm, source)
       select $1, 'Lead ' || n, n || $2, n || $2, 'test' from generate_series(1, $3) n returning id`,
      [this.id, `.${randomUUID()}@example.com`, count],
    );
    return rows.map(({ id }) => id);
  }

  make(steps: object[], more: object = {}): Promise<Answer> {
    return this.client.post(WORKFLOWS, { name: `Flow ${randomUUID()}`, format: 2, steps, ...more });
  }

  /** A workflow that lets leads in. */
  async published(steps: object[], settings: object = {}): Promise<string> {
    const { status, body } = await this.make(steps, { settings, status: 'active' });
    expect([status, body.error, body.errors]).toEqual([201, null, undefined]);
    return body.data.id;
  }

  async run(workflowId: string, wanted: object = {}): Promise<string> {
    const { status, body } = await this.client.post(`${WORKFLOWS}/${workflowId}/execute`, wanted);
    expect([status, body.error]).toEqual([200, null]);
    return body.data.execution_id;
  }

  async instance(id: string): Promise<Instance> {
    return (await this.client.get(`${WORKFLOWS}/executions/${id}`)).body.data;
  }

  /** As it is once it is so. */
  async until(id: string, status: string, step?: string): Promise<Instance> {
    let seen: Instance | undefined;
    await until(`${id} is ${status} ${step ?? ''}`, async () => {
      seen = await this.instance(id);
      return seen.status === status && (step === undefined || seen.step === step);
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(seen)}`);
    });
    return seen!;
  }

  /** Everything has waited for as long as it was to. */
  async timePasses(executionId?: string): Promise<void> {
    await this.app.sql(
      `update workflow_executions set due_at = now() - interval '1 second'
       where created_by = $1 and due_at is not null and ($2::uuid is null or id = $2)`,
      [this.id, executionId ?? null],
    );
    await this.look();
  }

  /** What the clock asks for. */
  async look(): Promise<void> {
    const jobs = this.app.get(Jobs);
    await jobs.send(AdvanceInstancesJob, { askedBy: 'clock' });
    await jobs.send(MakeCallsJob, { askedBy: 'clock' });
    await this.app.drainJobs();
  }

  /** What happened to leads is taken up. */
  async hear(): Promise<void> {
    await this.app.get(Jobs).send(TakeEventsJob, { askedBy: 'clock' });
    await this.app.drainJobs();
  }

  async counts(workflowId: string): Promise<Record<string, number>> {
    return (await this.client.get(`${WORKFLOWS}/${workflowId}/status`)).body.data.executions;
  }

  /** Messages that were handed to delivery for the owner, by address. */
  async mails(): Promise<{ email: string; state: string }[]> {
    return this.app.sql('select email, state from email_messages where created_by = $1 order by created_at', [
      this.id,
    ]);
  }
}
