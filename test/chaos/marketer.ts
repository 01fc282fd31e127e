import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';

/** What the application says became of a campaign. */
export interface CampaignReport {
  recipients: number;
  sent: number;
  failed: number;
  unknown: number;
  skipped: number;
}

/** One tenant, speaking to the public API. */
export class Marketer {
  readonly ownerId: string;
  private readonly base: string;
  private readonly token: string;

  private constructor(base: string, ownerId: string, token: string) {
    this.base = base;
    this.ownerId = ownerId;
    this.token = token;
  }

  static async signedIn(base: string, secret: string): Promise<Marketer> {
    const ownerId = randomUUID();
    const token = await new SignJWT({ role: 'authenticated', email: 'marketer@example.com' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(ownerId)
      .setAudience('authenticated')
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(Buffer.from(secret));
    return new Marketer(base, ownerId, token);
  }

  /** Publishes forms that ask for a name and an address, and answers their ids. */
  async publishForms(count: number): Promise<string[]> {
    const forms = Array.from({ length: count }, (_, index) =>
      this.call<{ id: string }>('POST', '/api/lead-capture/forms', { name: `Form ${index + 1}` }),
    );
    return (await Promise.all(forms)).map(({ id }) => id);
  }

  /** Uploads the leads as a CSV file and waits until all of them are in. */
  async importLeads(addresses: readonly string[]): Promise<void> {
    const rows = addresses.map((address, index) => `${address},Lead,No ${index + 1},Company ${index % 97}`);
    const csv = ['email,first_name,last_name,company', ...rows].join('\n');
    const { id } = await this.call<{ id: string }>('POST', '/api/leads/import', csv, 'text/csv');
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
      const found = await this.call<{ status: string; created_count: number }>(
        'GET',
        `/api/leads/imports/${id}`,
      );
      if (found.status === 'completed' && found.created_count === addresses.length) return;
      if (found.status === 'failed' || found.status === 'completed')
        throw new Error(`The import ended as ${JSON.stringify(found)}`);
    }
    throw new Error('The import did not end within a minute');
  }

  /** Creates a personal mailing to every lead, or to those with a tag, launches it, and answers its id. */
  async launchCampaign(tag?: string): Promise<string> {
    const id = await this.draftCampaign(tag);
    await this.move(id, 'launch');
    return id;
  }

  async draftCampaign(tag?: string): Promise<string> {
    const { id } = await this.call<{ id: string }>('POST', '/api/campaigns', {
      name: `Chaos ${tag ?? ''}`.trim(),
      channels: ['email'],
      ...(tag !== undefined && { audience: { tags: [tag] } }),
      content: {
        email: {
          subject_line: 'Hello {{ first_name | default: "there" }}',
          body: '<p>News for {{ company }}: <a href="https://example.com/news">read on</a>.</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>',
        },
      },
    });
    return id;
  }

  async move(campaignId: string, step: 'launch' | 'pause' | 'resume' | 'stop'): Promise<void> {
    await this.call('POST', `/api/campaigns/${campaignId}/${step}`);
  }

  /** Adds an account with a provider that speaks like Resend, and answers the id of this way out. */
  async connect(base_url: string): Promise<string> {
    const transport = { name: 'API', provider: 'resend', secret: 're_chaos', options: { base_url } };
    return (await this.call<{ id: string }>('POST', '/api/email/transports', transport)).id;
  }

  /** Says by which ways mail leaves, of a campaign and to a domain, or what else there is. */
  async route(transports: readonly string[], of: object = {}): Promise<void> {
    await this.call('POST', '/api/email/routes', { transports, ...of });
  }

  async suppress(email: string): Promise<void> {
    await this.call('POST', '/api/email/suppressions', { email });
  }

  /** Starts a sequence and answers its id. */
  async startSequence(steps: readonly object[]): Promise<string> {
    const sequence = { name: 'Chaos', steps };
    const { id } = await this.call<{ id: string }>('POST', '/api/email/sequences', sequence);
    await this.call('POST', `/api/email/sequences/${id}/start`);
    return id;
  }

  /** Those who are in already stay as they are. */
  async enrol(sequenceId: string, leadIds: readonly string[]): Promise<void> {
    await this.call('POST', `/api/email/sequences/${sequenceId}/enrolments`, { lead_ids: leadIds });
  }

  /** Has the video of a project made. */
  async film(project_id: string, wanted: { final_prompt: string; as_one_film: boolean }): Promise<void> {
    await this.call('POST', '/ai-video/generate-video', { project_id, ...wanted });
  }

  async statusOf(campaignId: string): Promise<string> {
    return (await this.call<{ status: string }>('GET', `/api/campaigns/${campaignId}`)).status;
  }

  reportOf(campaignId: string): Promise<CampaignReport> {
    return this.call('GET', `/api/email/campaigns/${campaignId}/report`);
  }

  /** Publishes a workflow and answers its id. */
  async publishWorkflow(steps: readonly object[]): Promise<string> {
    const workflow = { name: 'Chaos', format: 2, steps, status: 'active' };
    return (await this.call<{ id: string }>('POST', '/api/workflows', workflow)).id;
  }

  /** Lets leads in, and answers how many were. */
  async runWorkflow(workflowId: string, leadIds: readonly string[]): Promise<number> {
    const path = `/api/workflows/${workflowId}/execute`;
    return (await this.call<{ execution_ids: string[] }>('POST', path, { lead_ids: leadIds })).execution_ids
      .length;
  }

  private async call<Data>(
    method: string,
    path: string,
    body?: object | string,
    type = 'application/json',
  ): Promise<Data> {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return (JSON.parse(text) as { data: Data }).data;
  }
}
