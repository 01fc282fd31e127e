import { AI_PROVIDERS } from '#platform/ai/ai-request';
import type { Settings } from '#platform/config/settings';

/** What a person sees after the start: where things are, and what is off for want of which setting. */
export function welcome(settings: Settings): string {
  if (settings.isProduction) return '';
  const here = `http://localhost:${settings.PORT}`;
  const lines = [
    '',
    `  Marketing Autopilot runs (${settings.ROLES.join(', ')})`,
    '',
    ...(settings.plays('web')
      ? [`  API      ${here}/docs   (Swagger; the document is at ${here}/openapi.json)`]
      : []),
    `  Data     ${settings.embedded ? `embedded Postgres and Supabase in ${settings.DATA_DIR}` : 'Postgres at DATABASE_URL'}`,
    `  Mail     ${settings.SMTP_URL ? 'by SMTP_URL' : `into the outbox: ${here}/dev/outbox`}`,
    '  Token    npm run token -- --email you@example.com',
    ...offLines(settings),
    '',
    '',
  ];
  return lines.join('\n');
}

function offLines(settings: Settings): string[] {
  const off: [feature: string, setting: string][] = [];
  if (!settings.SMTP_URL) off.push(['sending real mail', 'SMTP_URL']);
  if (!AI_PROVIDERS.some((id) => settings.aiKey(id)))
    off.push(['answers by AI models', 'OPENAI_API_KEY, or another']);
  if (!settings.SUPABASE_URL) off.push(['a hosted Supabase project', 'SUPABASE_URL']);
  if (!settings.BACKEND_URL) off.push(['links that work from outside this machine', 'BACKEND_URL']);
  if (off.length === 0) return [];
  const width = Math.max(...off.map(([feature]) => feature.length));
  return [
    '',
    '  Off for now:',
    ...off.map(([feature, setting]) => `    ${feature.padEnd(width)}  set ${setting}`),
  ];
}
