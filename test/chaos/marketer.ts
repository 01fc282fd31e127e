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
  private readonly base: string;
  private readonly token: string;

  private constructor(base: string, token: string) {
    this.base = base;
    this.token = token;
  }

  static async signedIn(base: string, secret: string): Promise<Marketer> {
    const token = await new SignJWT({ role: 'authenticated', email: 'marketer@example.com' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(randomUUID())
      .setAudience('authenticated')
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(Buffer.from(secret));
    return new Marketer(base, token);
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

  /** Creates a personal mailing to every lead, launches it, and answers its id. */
  async launchCampaign(): Promise<string> {
    const { id } = await this.call<{ id: string }>('POST', '/api/campaigns', {
      name: 'Chaos',
      channels: ['email'],
      content: {
        email: {
          subject_line: 'Hello {{ first_name | default: "there" }}',
          body: '<p>News for {{ company }}: <a href="https://example.com/news">read on</a>.</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>',
        },
      },
    });
    await this.call('POST', `/api/campaigns/${id}/launch`);
    return id;
  }

  async statusOf(campaignId: string): Promise<string> {
    return (await this.call<{ status: string }>('GET', `/api/campaigns/${campaignId}`)).status;
  }

  reportOf(campaignId: string): Promise<CampaignReport> {
    return this.call('GET', `/api/email/campaigns/${campaignId}/report`);
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
