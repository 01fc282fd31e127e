import { enveloped, listed, type Step } from './step.js';

const SERVER = { id: 'string', name: '=crm', url: 'string', tools: [], enabled: true };
const SIDE = { success: 'boolean', execution_time_seconds: 'number' };
const PUBLISHED = {
  status: '=published',
  platform: '=instagram',
  scenes: [{ text: 'string', seconds: 'number' }],
  video_url: 'string',
};

/** What reaches servers that somebody names: OpenClaw, publishing, MCP. */
export const GATEWAY_STEPS: readonly Step[] = [
  {
    route: 'POST /api/agents/openclaw/status',
    by: 'admin',
    answers: enveloped({
      hybrid_service: { openclaw_percentage: 'number', fallback_enabled: true, status: '=active' },
      openclaw: {
        available: 'boolean',
        openclaw_available: 'boolean',
        model: 'string|null',
        last_check: 'string',
      },
      legacy: { available: true },
      timestamp: 'string',
    }),
  },
  {
    route: 'POST /api/agents/openclaw/configure',
    by: 'admin',
    body: { percentage: 25 },
    defaults: { percentage: 0 },
    answers: enveloped({ message: '=OpenClaw routing set to 25%', openclaw_percentage: 'number' }),
  },
  {
    route: 'POST /api/agents/openclaw/compare',
    by: 'admin',
    body: { task_type: 'generate_headlines', input_data: { topic: 'spades' } },
    defaults: { task_type: 'general_query', input_data: {} },
    unset: 'OPENCLAW_URL',
    answers: enveloped({
      comparison: {
        openclaw: SIDE,
        legacy: SIDE,
        both_successful: true,
        execution_time_seconds: 'number',
        task_type: 'string',
        timestamp: 'string',
      },
    }),
  },
  {
    route: 'POST /api/agents/openclaw/skill',
    by: 'admin',
    body: { task_type: 'general_query', input_data: { query: 'What first?' } },
    defaults: { task_type: 'general_query', input_data: {} },
    unset: 'OPENCLAW_URL',
    answers: enveloped({
      success: true,
      result: 'string',
      execution_path: '=openclaw',
      execution_metadata: {},
    }),
  },
  {
    route: 'POST /internal-publishing',
    body: {
      prompt: 'All bicycles 20 % off.',
      title: 'Spring sale',
      caption: 'Come by!',
      music_url: 'https://cdn.example/music.mp3',
      intro_url: 'https://cdn.example/intro.mp4',
      platform: 'instagram',
      account_id: '4711',
    },
    unset: 'json2video_api_key',
    answers: enveloped({ task_id: 'string', status: '=completed', output: PUBLISHED }),
    ai: 'data.output.ai',
    refused: [
      [{ music_url: 'nowhere' }, 'music_url'],
      [{ platform: 'facebook' }, 'page_id'],
      [{ scheduled_time: 'soon' }, 'scheduled_time'],
    ],
  },
  {
    route: 'POST /api/agents/mcp/servers',
    status: 201,
    body: ({ mcp = '' }) => ({ name: 'crm', url: mcp, enabled: true }),
    answers: enveloped(SERVER),
    refused: [
      [{ name: 'a.b' }, 'name'],
      [{ url: 'nowhere' }, 'url', 422],
      [{ auth_header: 'Authorization' }, 'auth_value', 422],
    ],
    keeps: { serverId: 'data.id' },
  },
  { route: 'GET /api/agents/mcp/servers', answers: listed(SERVER) },
  { route: 'GET /api/agents/mcp/servers/{serverId}', answers: enveloped(SERVER) },
  {
    route: 'PUT /api/agents/mcp/servers/{serverId}',
    body: { name: 'crm', allowed_tools: ['find_contact'] },
    answers: enveloped(SERVER),
  },
  {
    route: 'POST /api/agents/mcp/servers/{serverId}/refresh',
    body: { allow_changed: ['find_contact'] },
    answers: enveloped({
      server: {
        ...SERVER,
        tools: [{ name: 'string', description: 'string', input_schema: {}, allowed: 'boolean' }],
      },
      added: ['string'],
      changed: [],
      gone: [],
    }),
  },
  { route: 'DELETE /api/agents/mcp/servers/{serverId}', answers: enveloped({ deleted: true }) },
];
