import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApp } from '../support/app.js';
import type { TestClient } from '../support/client.js';

export const MAIL = {
  email: { subject_line: 'Hi {{ first_name | default: "there" }}', body: '<p>News for {{ company }}</p>' },
};

export interface Lead {
  id: string;
  email: string;
}

/** A new user and what such a person does with campaigns. */
export async function newMarketer(app: TestApp): Promise<Marketer> {
  const { id, client } = await app.newUser();
  return new Marketer(app, id, client);
}

export class Marketer {
  constructor(
    private readonly app: TestApp,
    readonly id: string,
    readonly client: TestClient,
  ) {}

  async makeCampaign(fields: object = {}): Promise<string> {
    const { body } = await this.client.post('/api/campaigns', {
      name: `Spring ${randomUUID()}`,
      channels: ['email'],
      content: MAIL,
      ...fields,
    });
    return body.data.id;
  }

  async makeLead(fields: object = {}): Promise<Lead> {
    const email = `${randomUUID()}@example.com`;
    const lead = { name: 'Ada Lovelace', email, company: 'Analytical', ...fields };
    const { body } = await this.client.post('/api/leads', lead);
    return { id: body.data.id, email };
  }

  /** Consent withdrawn where no code of ours can notice. */
  withdrawBySql = ({ id }: { id: string }) =>
    this.app.sql(`update leads set consent = 'withdrawn' where id = $1`, [id]);

  step = (campaignId: string, verb: string) => this.client.post(`/api/campaigns/${campaignId}/${verb}`);
  launch = (campaignId: string) => this.step(campaignId, 'launch');

  async campaign(id: string): Promise<{ status: string; completed_at: string | null }> {
    return (await this.client.get(`/api/campaigns/${id}`)).body.data;
  }

  async report(id: string) {
    return (await this.client.get(`/api/email/campaigns/${id}/report`)).body.data;
  }

  async recipients(id: string): Promise<{ email: string; state: string }[]> {
    return (await this.client.get(`/api/email/campaigns/${id}/recipients`)).body.data;
  }

  /** Every mail in the outbox of the application. */
  async outbox(): Promise<string[]> {
    const folder = join(this.app.dataDir, 'outbox');
    const names = await readdir(folder).catch(() => []);
    const whole = names.filter((name) => name.endsWith('.eml'));
    return Promise.all(whole.map((name) => readFile(join(folder, name), 'utf8')));
  }

  /** What was done to the campaign, oldest first. */
  logs(campaignId: string): Promise<{ action: string; summary: string }[]> {
    return this.app.sql(
      'select action, summary from campaign_execution_logs where campaign_id = $1 order by execution_timestamp',
      [campaignId],
    );
  }
}
