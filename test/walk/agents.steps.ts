import { enveloped, listed, type Step } from './step.js';

const DATA = { message: 'string', timestamp: 'string', user_id: 'string', result: {} };
const EXECUTED = { success: true, status: '=success', message: 'string', task_id: 'string', data: DATA };
const PENDING = { ...DATA, result: null };
const WAITING = { task_id: 'string', run_status: '=waiting' };
const FOCUS = {
  focus_summary: 'string',
  campaign_count: 'number',
  timestamp: 'string',
  title: 'string',
  business_impact: 'string',
  recommended_actions: ['string'],
  priority_items: [{ campaign: 'string', priority: '=high', action: 'string', impact: 'string' }],
  knowledge_sources: [],
};
const ANSWER = { explanation: 'string', campaigns_analyzed: 'number', timestamp: 'string' };
const RUN = { id: 'string', agent: 'string', task: 'string', status: 'string', created_at: 'string' };
const SETTINGS = {
  agent: '=lead_generation',
  enabled: true,
  approve_from: 'string',
  run_budget_usd: 'number|null',
};

export const AGENT_STEPS: readonly Step[] = [
  {
    route: 'GET /api/agents',
    answers: {
      agents: [
        { id: 'string', name: 'string', status: '=available', tasks: [{ name: 'string', input_schema: {} }] },
      ],
    },
  },
  {
    route: 'POST /api/agents/execute',
    alsoAt: ['POST /api/agent/execute'],
    body: {
      agent_type: 'content',
      task_type: 'generate_headlines',
      input_data: { topic: 'spades', count: 2 },
    },
    answers: { ...EXECUTED, data: { ...DATA, result: { headlines: ['string'] } } },
    ai: 'data.result.ai',
    refused: [
      [{ task_type: 'dance' }, ''],
      [{ input_data: {} }, 'topic'],
      [{ input_data: { topic: 'spades', count: 'two' } }, 'count'],
      [{ agent_type: 'gardener' }, '', 404],
    ],
  },
  {
    route: 'POST /api/agents/{agent}/{task}',
    at: { agent: 'content', task: 'generate_headlines' },
    body: { topic: 'spades', count: 2 },
    answers: enveloped({
      task_id: 'string',
      status: '=completed',
      output: { headlines: ['string'] },
      execution_time_ms: 'number',
    }),
    ai: 'data.output.ai',
    refused: [
      [{ topic: undefined }, 'topic'],
      [{ count: 'two' }, 'count'],
    ],
  },
  {
    route: 'POST /api/agents/daily-focus',
    body: {
      query: 'How about spades in spring?',
      campaigns: [{ name: 'Spring' }],
      context: [{ a: 1 }],
      date: '2026-11-28',
    },
    defaults: { query: '', context: [] },
    answers: enveloped(FOCUS),
    cites: 'data.knowledge_sources',
    ai: 'data.ai',
    refused: [
      [{ date: 'today' }, 'date'],
      [{ context: ['words'] }, 'context'],
      [{ campaigns: ['words'] }, 'campaigns'],
    ],
  },
  {
    route: 'POST /api/agents/campaign',
    body: {
      task_type: 'general_query',
      input_data: {
        query: 'When do campaigns bring most?',
        campaigns: [{ name: 'Spring' }],
        context: [{ a: 1 }],
      },
    },
    defaults: { task_type: 'general_query' },
    answers: enveloped(ANSWER),
    cites: 'data.knowledge_sources',
    ai: 'data.ai',
    refused: [[{ input_data: { context: ['words'] } }, 'input_data.context']],
  },
  {
    route: 'POST /api/agents/campaign',
    body: ({ campaignId = '' }) => ({
      task_type: 'analyze_performance',
      input_data: { campaign_ids: [campaignId] },
    }),
    answers: enveloped({ ...ANSWER, analyses: [{ campaign_name: '=Spring' }], ai: false }),
    refused: [[{ input_data: { campaign_ids: ['spring'] } }, 'input_data.campaign_ids']],
  },
  {
    route: 'PUT /api/agents/{agent}/settings',
    at: { agent: 'lead' },
    body: { enabled: true, approve_from: 'change', run_budget_usd: 0.5 },
    answers: enveloped({ ...SETTINGS, approve_from: '=change' }),
    refused: [[{ approve_from: 'sometimes' }, 'approve_from']],
  },
  { route: 'GET /api/agents/{agent}/settings', at: { agent: 'lead' }, answers: enveloped(SETTINGS) },
  {
    route: 'POST /api/agents/runs/{runId}/approve',
    decides: true,
    answers: enveloped({ ...RUN, status: '=completed' }),
  },
  {
    route: 'POST /api/agents/runs/{runId}/reject',
    decides: true,
    answers: enveloped({ ...RUN, status: '=cancelled|=failed' }),
  },
  {
    route: 'POST /api/agents/runs/{runId}/cancel',
    decides: true,
    answers: enveloped({ ...RUN, status: '=cancelled' }),
  },
  {
    route: 'GET /api/agents/runs',
    query: '?agent=content&status=completed',
    answers: listed({ ...RUN, agent: '=content' }),
    keeps: { runId: 'data.0.id' },
  },
  {
    route: 'GET /api/agents/runs/{runId}',
    answers: enveloped({ ...RUN, steps_done: [] }),
  },
  { route: 'GET /api/agents/runs/{runId}/events', answers: '=text/event-stream' },
  {
    route: 'POST /api/agents/execute',
    status: 202,
    body: ({ leadId = '' }) => ({
      agent_type: 'lead',
      task_type: 'score_leads',
      input_data: { lead_ids: [leadId] },
    }),
    answers: { success: true, status: '=waiting', message: 'string', task_id: 'string', data: PENDING },
  },
  ...['content', 'proposal_generator', 'research'].map((agent) => ({
    route: 'PUT /api/agents/{agent}/settings',
    at: { agent },
    body: { approve_from: 'draft' },
    answers: enveloped({ approve_from: '=draft' }),
  })),
  {
    route: 'POST /api/content/generate',
    status: 202,
    body: { topic: 'Spades', audience: 'gardeners', platform: 'email' },
    answers: enveloped(WAITING),
  },
  {
    route: 'POST /api/proposals/generate',
    status: 202,
    body: { client_name: 'Harbour Bakery' },
    answers: enveloped(WAITING),
  },
  {
    route: 'POST /api/research/analyze',
    status: 202,
    body: { topic: 'Spades' },
    answers: { status: '=success', analysis: WAITING },
  },
];
