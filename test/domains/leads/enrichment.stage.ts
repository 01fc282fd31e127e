import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { DnsServer } from '../../support/dns-server.js';
import { atTheEnd } from '../../support/endings.js';
import { keep } from '../../support/kept-app.js';
import { ScriptedServer } from '../../support/scripted-server.js';

export const KEY = 'service-key-0123456789';
export const COST = 20_000;

/** What a test reads of one provider's outcome. */
interface Outcome {
  provider: string;
  status: string;
  reason: string | null;
  code: string | null;
  cost_micros: number;
  kept: object[];
  fields: object[];
}

/** The application with a name server, a service that knows leads and a model at the wire, shared by the files about enrichment. */
export class EnrichmentStage {
  private constructor(
    readonly app: TestApp,
    readonly dns: DnsServer,
    readonly service: ScriptedServer,
    readonly openai: ScriptedServer,
  ) {}

  static share(): Promise<EnrichmentStage> {
    return keep('enrichment', async () => {
      const [dns, service, openai] = [
        await DnsServer.start(),
        await ScriptedServer.start(),
        await ScriptedServer.start(),
      ];
      dns.zones.set('engines.test', { mx: [[10, 'mx.engines.test']] });
      const app = await startApp({
        settings: {
          DNS_SERVERS: dns.address,
          OUTBOUND_ALLOW: '127.0.0.1',
          ENRICHMENT_URL: `${service.url}/v1/people`,
          ENRICHMENT_KEY: KEY,
          ENRICHMENT_COST_MICROS: String(COST),
          OPENAI_BASE_URL: `${openai.url}/v1`,
        },
      });
      atTheEnd(async () => {
        await app.end();
        await Promise.all([dns.close(), service.close(), openai.close()]);
      });
      return new EnrichmentStage(app, dns, service, openai);
    });
  }

  awake(): void {
    this.app.awake();
    this.clear();
  }

  clear(): void {
    this.service.clear();
    this.openai.clear();
  }
}

export const address = () => `ada-${randomUUID()}@engines.test`;

export const enrich = async (client: TestClient, leadId: string, asked: object = {}) => {
  const { status, body } = await client.post(`/api/leads/${leadId}/enrich`, asked);
  expect([status, body.error]).toEqual([200, null]);
  return body.data;
};

export const leadOf = async (client: TestClient, id: string) =>
  (await client.get(`/api/leads/${id}`)).body.data;

export function outcome(data: { results: Outcome[] }, name: string): Outcome {
  const found = data.results.find(({ provider }) => provider === name);
  if (!found) throw new Error(`${name} was not asked.`);
  return found;
}
