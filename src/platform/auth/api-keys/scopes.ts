/**
 * The areas that keys can be given for, and where their routes begin. The longest beginning decides, so an exception stands
 * beside the rule. To open a new area to keys, name it here; what is named nowhere is closed to them.
 */
const AREAS = {
  agents: ['/api/agents', '/api/agent', '/internal-publishing', '/api/ai/chat', '/api/ai/compare'],
  analytics: ['/api/analytics', '/api/ai/usage', '/api/ai/budget'],
  brand: ['/api/brand'],
  campaigns: ['/api/campaigns', '/api/campaign-alerts', '/api/schedules'],
  content: ['/api/content', '/api/headlines'],
  email: ['/api/email'],
  knowledge: ['/api/knowledge'],
  leads: ['/api/leads', '/api/lead-capture'],
  proposals: ['/api/proposals'],
  research: ['/api/research', '/api/scraper', '/api/keywords', '/api/keyword-research'],
  social: ['/api/social'],
  support: ['/api/support'],
  videos: ['/ai-video'],
  webhooks: ['/api/integrations/webhooks'],
  workflows: ['/api/workflows', '/api/workflow', '/workflows'],
} as const;

/** Closed to every key: accounts, keys and other secrets, what belongs to the platform, and what a person is asked to decide. */
const CLOSED = [
  '/api/user',
  '/api/user-preferences',
  '/api/users',
  '/api/privacy',
  '/api/admin',
  '/api/integrations',
  '/api/oauth',
  '/api/social-auth',
  '/api/social-connections',
  '/api/social/connect',
  '/api/campaign-approvals',
  '/api/campaigns/:campaignId/approve',
  '/api/campaigns/:campaignId/reject',
  '/api/agents/runs/:runId/approve',
  '/api/agents/runs/:runId/reject',
  '/api/workflows/approvals/:approvalId/decide',
  '/api/workflow/approvals/:approvalId/decide',
  '/api/ai',
  '/api/health',
  '/api/system-health',
  '/api/agents/mcp/servers',
  '/api/agents/openclaw/configure',
  '/api/email/transports',
  '/api/email/event-endpoints',
  '/api/lead-capture/sources',
  '/api/workflows/webhook-secret',
  '/api/workflow/webhook-secret',
  '/dev',
] as const;

export type ScopeArea = keyof typeof AREAS;
export const SCOPE_AREAS = Object.keys(AREAS) as ScopeArea[];

/** Every scope: an area to read or to write in, or both by a star. Writing does not include reading. */
export const SCOPES: readonly string[] = SCOPE_AREAS.flatMap((area) => [
  `${area}:read`,
  `${area}:write`,
  `${area}:*`,
]);

const READING = new Set(['GET', 'HEAD']);

const RULES: readonly (readonly [prefix: string, area: ScopeArea | 'closed'])[] = [
  ...SCOPE_AREAS.flatMap((area) => AREAS[area].map((prefix) => [prefix, area] as const)),
  ...CLOSED.map((prefix) => [prefix, 'closed'] as const),
].sort(([one], [other]) => other.length - one.length);

/** What a key must have been given for, to ask for the route; `closed` for none that it could have; undefined where nobody has decided. */
export function scopeOf(method: string, route: string): string | undefined {
  const rule = RULES.find(([prefix]) => route === prefix || route.startsWith(`${prefix}/`));
  if (!rule || rule[1] === 'closed') return rule?.[1];
  return `${rule[1]}:${READING.has(method) ? 'read' : 'write'}`;
}

/** Whether one of the scopes holds the needed one. */
export function includes(scopes: readonly string[], needed: string): boolean {
  return scopes.includes(needed) || scopes.includes(`${needed.split(':')[0]}:*`);
}
