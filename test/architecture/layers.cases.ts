/** Small projects for layers.test.ts: one that keeps every rule, and one break of each rule. */

export const vendorPackages = [
  'nodemailer',
  'openai',
  '@anthropic-ai/sdk',
  '@google/genai',
  '@mistralai/mistralai',
  '@supabase/supabase-js',
  '@supabase/lite',
  'pg',
  'pg-copy-streams',
  '@electric-sql/pglite',
  'kysely',
  'pg-boss',
  'liquidjs',
  'pdfmake',
  'docx',
  'unpdf',
  'mammoth',
  'csv-parse',
  'jose',
  'passport',
  'passport-jwt',
  '@nestjs/passport',
  '@modelcontextprotocol/client',
  'undici',
  'altcha-lib',
  'mjml',
  'rrule-temporal',
  'diff',
  'standardwebhooks',
  'croner',
  'yazl',
];

/** Every file here keeps the rules; each vendor is known where it may be. */
export const healthy: Record<string, string> = {
  'src/kernel/errors.ts': `import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();`,
  'src/kernel/page.ts': `import { id } from './errors.js';\nexport const page = id;`,
  'src/platform/http/envelope.ts': `import { page } from '#kernel/page';\nexport const envelope = page;`,
  'src/platform/database/database.ts': `import 'pg'; import 'pg-copy-streams'; import '@electric-sql/pglite'; import 'kysely';\nexport const database = 1;`,
  'src/platform/jobs/jobs.ts': `import 'pg-boss'; import 'kysely';\nexport const jobs = 1;`,
  'src/platform/supabase/supabase.ts': `import '@supabase/supabase-js'; import '@supabase/lite';\nexport const supabase = 1;`,
  'src/platform/auth/guard.ts': `import 'jose'; import 'passport'; import 'passport-jwt'; import '@nestjs/passport';\nexport const guard = 1;`,
  'src/platform/web/web.ts': `import 'undici';\nexport const web = 1;`,
  'src/platform/clock/cron.ts': `import 'croner';\nexport const cron = 1;`,
  'src/platform/mcp-client/mcp.ts': `import '@modelcontextprotocol/client';\nexport const mcp = 1;`,
  'src/platform/channels/adapters/smtp.ts': `import 'nodemailer';\nexport const smtp = 1;`,
  'src/platform/ai/providers/all.ts': `import 'openai'; import '@anthropic-ai/sdk'; import '@google/genai'; import '@mistralai/mistralai';\nexport const all = 1;`,
  'src/platform/media/providers/all.ts': `import 'openai'; import '@google/genai';\nexport const all = 1;`,
  'src/domains/leads/lead.repository.ts': `import 'kysely'; import { database } from '#platform/database/database';\nexport const leads = database;`,
  'src/domains/leads/lead.service.ts': `import 'csv-parse'; import { leads } from './lead.repository.js';\nexport const service = leads;`,
  'src/domains/leads/forms/form.service.ts': `import { service } from '../lead.service.js';\nexport const form = service;`,
  'src/domains/email/template.ts': `import 'liquidjs';\nexport const template = 1;`,
  'src/domains/proposals/documents/renderer.ts': `import 'pdfmake'; import 'docx';\nexport const renderer = 1;`,
  'src/domains/knowledge/texts/reader.ts': `import 'unpdf'; import 'mammoth';\nexport const reader = 1;`,
  'src/automation/agents/agent.ts': `import { service } from '#domains/leads/lead.service'; import { template } from '#domains/email/template';\nexport const agent = [service, template];`,
  'src/app.module.ts': `import { agent } from '#automation/agents/agent';\nexport const app = agent;`,
  'src/welcome.ts': 'export const welcome = 1;',
  'src/main.ts': `import './welcome.js'; import { app } from './app.module.js';\nexport const main = app;`,
  'test/support/app.ts': `import { app } from '../../src/app.module.js';\nexport const started = app;`,
};

/** By rule: the files that break it, each in one way only. */
export const broken: Record<string, Record<string, string>> = {
  'kernel-looks-only-down': {
    'src/kernel/up.ts': `import '#platform/http/envelope';`,
    'src/kernel/top.ts': `import '../app.module.js';`,
  },
  'platform-looks-only-down': {
    'src/platform/http/greets.ts': `import '../../welcome.js';`,
    'src/platform/http/up.ts': `import '#domains/leads/lead.service';`,
    'src/platform/http/type.ts': `import type { agent } from '#automation/agents/agent';\nexport type A = typeof agent;`,
  },
  'domains-looks-only-down': {
    'src/domains/leads/up.ts': `import '#automation/agents/agent';`,
  },
  'automation-looks-only-down': {
    'src/automation/agents/up.ts': `import { app } from '../../app.module.js';\nexport const up = app;`,
  },
  'a-domain-knows-no-other-domain': {
    'src/domains/leads/lazy.ts': `export const lazy = () => import('#domains/email/template');`,
    'src/domains/leads/stranger.ts': `import '#domains/email/template';`,
  },
  'no-cycles': {
    'src/platform/http/cycle-a.ts': `import type { B } from './cycle-b.js';\nexport type A = B;`,
  },
  'kernel-is-plain': {
    'src/kernel/disk.ts': `import 'node:fs';`,
    'src/kernel/package.ts': `import 'zod';`,
  },
  'nobody-imports-main': {
    'test/support/starts.ts': `import '../../src/main.js';`,
  },
  'a-relative-import-stays-in-its-room': {
    'src/platform/http/climbs.ts': `import '../web/web.js';`,
  },
  'a-room-calls-itself-by-relative-path': {
    'src/platform/http/far.ts': `import '#platform/http/envelope';`,
  },
  'no-dist': {
    'test/support/built.ts': `import '../../dist/main.js';`,
  },
  'no-barrels': {
    'src/platform/http/barrel.ts': `import './parts/index.js';`,
  },
  'src-knows-nothing-outside-it': {
    'src/platform/http/tested.ts': `import '../../../test/support/app.js';`,
  },
  'nobody-imports-a-test': {
    'src/platform/http/spec.ts': `import './envelope.spec.js';`,
  },
  'src-runs-on-dependencies': {
    'src/platform/http/dev.ts': `import 'only-for-tests';`,
  },
  'every-package-is-declared': {
    'src/platform/http/undeclared.ts': `import 'nobody-declared-me';`,
  },
  'every-import-resolves': {
    'src/platform/http/missing.ts': `import '#platform/http/gone';`,
  },
  'mail-transport-only-in-its-room': {
    'src/domains/email/mail.ts': `import 'nodemailer';`,
    'src/platform/channels/channel.ts': `import type { Mail } from 'nodemailer';\nexport type M = Mail;`,
  },
  'ai-sdk-only-in-its-room': {
    'src/platform/ai/openai.ts': `import 'openai';`,
    'src/platform/ai/anthropic.ts': `import '@anthropic-ai/sdk';`,
    'src/platform/ai/google.ts': `import '@google/genai';`,
    'src/platform/ai/mistral.ts': `import '@mistralai/mistralai';`,
    'src/platform/media/media.ts': `import '@google/genai';`,
  },
  'supabase-only-in-its-room': {
    'src/platform/auth/supabase.ts': `import '@supabase/supabase-js';`,
  },
  'database-driver-only-in-its-room': {
    'src/platform/jobs/pool.ts': `import 'pg';`,
    'src/platform/jobs/copy.ts': `import 'pg-copy-streams';`,
    'src/platform/supabase/embedded.ts': `import '@electric-sql/pglite';`,
  },
  'query-builder-only-in-its-room': {
    'src/domains/leads/query.ts': `import 'kysely';`,
  },
  'job-queue-only-in-its-room': {
    'src/domains/leads/queue.ts': `import 'pg-boss';`,
  },
  'template-engine-only-in-its-room': {
    'src/domains/leads/liquid.ts': `import 'liquidjs';`,
  },
  'mail-markup-only-in-its-room': {
    'src/domains/email/templates/markup.ts': `import 'mjml';`,
  },
  'recurrence-rules-only-in-its-room': {
    'src/domains/campaigns/recurrence.ts': `import 'rrule-temporal';`,
  },
  'text-diff-only-in-its-room': {
    'src/domains/content/diff.ts': `import 'diff';`,
  },
  'document-writers-only-in-its-room': {
    'src/domains/email/pdf.ts': `import 'pdfmake';`,
    'src/domains/proposals/word.ts': `import 'docx';`,
  },
  'document-readers-only-in-its-room': {
    'src/domains/leads/pdf.ts': `import 'unpdf';`,
    'src/domains/knowledge/word.ts': `import 'mammoth';`,
  },
  'csv-reader-only-in-its-room': {
    'src/domains/email/csv.ts': `import 'csv-parse';`,
  },
  'token-library-only-in-its-room': {
    'src/platform/http/token.ts': `import 'jose';`,
    'src/platform/http/passport.ts': `import 'passport-jwt';`,
  },
  'puzzles-only-in-its-room': {
    'src/domains/leads/forms/puzzle.ts': `import 'altcha-lib';`,
  },
  'webhook-signatures-only-in-its-room': {
    'src/domains/leads/forms/signature.ts': `import 'standardwebhooks';`,
  },
  'zip-writer-only-in-its-room': {
    'src/domains/leads/archive.ts': `import 'yazl';`,
  },
  'cron-lines-only-in-its-room': {
    'src/domains/leads/times.ts': `import 'croner';`,
  },
  'mcp-client-only-in-its-room': {
    'src/automation/agents/protocol.ts': `import '@modelcontextprotocol/client';`,
  },
  'web-client-only-in-its-room': {
    'src/domains/leads/fetch.ts': `import 'undici';`,
  },
};

/** Targets of broken imports that are themselves without fault. */
export const targets: Record<string, string> = {
  'src/platform/http/parts/index.ts': 'export const part = 1;',
  'src/platform/http/envelope.spec.ts': 'export const spec = 1;',
  'src/platform/http/cycle-b.ts': `import type { A } from './cycle-a.js';\nexport type B = A | 1;`,
  'dist/main.js': 'export const built = 1;',
};
