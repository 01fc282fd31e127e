import type { LLMock } from '@copilotkit/aimock';
import { execute, makeLead } from '../automation/agents/agents.js';
import { FIND, McpTestServer } from '../automation/agents/mcp-server.js';
import { DONE, ORDERED, SUBMITTED } from '../automation/agents/publishing-wire.js';
import { BAKERY } from '../domains/research/bakery.js';
import { Shop } from '../domains/research/shop.js';
import { chairs, productPage } from '../domains/research/shop-pages.js';
import { startApp, type TestApp } from '../support/app.js';
import type { Answer, Body, TestClient } from '../support/client.js';
import { Documented } from '../support/documented.js';
import { ScriptedServer } from '../support/scripted-server.js';
import { imitatedModel } from './imitated-model.js';
import type { Made, Step } from './step.js';

/** The application with somebody who calls every route of it, and all of the outside that these reach. */
export class Stage {
  /** What steps have made so far. */
  readonly made: Made = {};
  private readonly clients = new Map<Step['by'], TestClient>();

  private constructor(
    readonly app: TestApp,
    readonly documented: Documented,
    private readonly outside: Outside,
  ) {}

  static async set({ withModel }: { withModel: boolean }): Promise<Stage> {
    const outside = await Outside.open(withModel);
    const app = await startApp({ settings: outside.settings });
    const stage = new Stage(app, new Documented(), outside);
    await stage.furnish();
    return stage;
  }

  /** Calls a step's route at one of its addresses. */
  async call(step: Step, route: string, body?: Body): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ');
    const names: Made = { ...this.made, ...step.at };
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? `no-${name}`);
    return this.by(step).send(method, filled + (step.query ?? ''), body, step.headers ?? {});
  }

  by({ by }: Pick<Step, 'by'>): TestClient {
    return this.clients.get(by) ?? this.app.anonymous;
  }

  /** A run that waits for somebody to decide. */
  async waitingRun(): Promise<void> {
    const { body } = await execute(this.by({}), 'lead', 'score_leads', { lead_ids: [this.made['leadId']] });
    this.made['runId'] = body.task_id;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.outside.close();
  }

  private async furnish(): Promise<void> {
    const { client } = await this.app.newUser();
    this.clients.set(undefined, client);
    this.clients.set('admin', (await this.app.newUser({ admin: true })).client);
    const campaign = await client.post('/api/campaigns', {
      name: 'Spring',
      channels: ['email'],
      budget: 500,
    });
    await this.app.sql(`update campaigns set status = 'active' where id = $1`, [campaign.body.data.id]);
    for (const [service, value] of Object.entries(this.outside.keys))
      await client.put(`/api/user/secrets/${service}`, { value });
    Object.assign(this.made, {
      campaignId: campaign.body.data.id,
      leadId: await makeLead(client, { job_title: 'CEO' }),
      shop: this.outside.shop.url,
      mcp: this.outside.mcp.url,
    });
  }
}

/** What lies outside: a web site and an MCP server always, the rest where something is configured. */
class Outside {
  private constructor(
    readonly shop: Shop,
    readonly mcp: McpTestServer,
    private readonly paid?: { model: LLMock; render: ScriptedServer; blotato: ScriptedServer },
  ) {}

  static async open(withModel: boolean): Promise<Outside> {
    const shop = await Shop.open();
    shop.has('/about', BAKERY);
    shop.has('/test', BAKERY);
    shop.has('/chairs', `<html>${chairs([1, 2], '')}</html>`);
    for (const at of [1, 2]) shop.has(`/p/${at}`, chairPage(at));
    const mcp = await McpTestServer.start();
    mcp.tools = [FIND];
    if (!withModel) return new Outside(shop, mcp);
    const [model, render, blotato] = await Promise.all([
      imitatedModel(),
      ScriptedServer.start(),
      ScriptedServer.start(),
    ]);
    render.will(ORDERED, DONE);
    blotato.will(SUBMITTED);
    return new Outside(shop, mcp, { model, render, blotato });
  }

  get settings(): Record<string, string> {
    return {
      OUTBOUND_ALLOW: '127.0.0.1',
      OUTBOUND_HOST_GAP_MS: '0',
      SCRAPER_TEST_URL: `${this.shop.url}/test`,
      AGENT_WAIT_SECONDS: '60',
      ...(this.paid && {
        OPENAI_API_KEY: 'sk-key-of-nobody-0123456789abcdef',
        OPENAI_BASE_URL: `${this.paid.model.url}/v1`,
        OPENCLAW_URL: this.paid.model.url,
        JSON2VIDEO_BASE_URL: this.paid.render.url,
        JSON2VIDEO_POLL_MS: '10',
        BLOTATO_BASE_URL: this.paid.blotato.url,
      }),
    };
  }

  /** Keys of the user's own. */
  get keys(): Record<string, string> {
    return this.paid
      ? { json2video_api_key: 'j2v-0123456789abcdef', blotato_api_key: 'blt_0123456789abcdef' }
      : {};
  }

  async close(): Promise<void> {
    await Promise.all([
      this.shop.close(),
      this.mcp.close(),
      ...(this.paid ? [this.paid.model.stop(), this.paid.render.close(), this.paid.blotato.close()] : []),
    ]);
  }
}

const chairPage = (at: number): string =>
  productPage({
    name: `Chair ${at}`,
    sku: `c-${at}`,
    offers: {
      '@type': 'Offer',
      price: `${at}00.00`,
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
    },
    aggregateRating: { '@type': 'AggregateRating', ratingValue: '4.5', reviewCount: 12 },
  });
