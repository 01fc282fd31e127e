import { findingsIn, rules } from '../../scripts/check-source.js';
import { pathsOf, textOf } from './sources.js';

/** By rule: sources that break it. Each is put into the file named first. */
const broken: Record<string, [path: string, text: string][]> = {
  'environment-read-once': [
    ['src/domains/leads/lead.service.ts', `export const port = process.env.PORT;`],
    ['src/domains/leads/lead.service.ts', `export const port = process['env']['PORT'];`],
    ['src/domains/leads/lead.service.ts', `export const port = globalThis.process.env.PORT;`],
    ['src/main.ts', `const { env } = process;\nexport const port = env.PORT;`],
    ['src/main.ts', `const { env: settings } = process;\nexport const port = settings.PORT;`],
    ['src/main.ts', `import { env } from 'node:process';\nexport const port = env.PORT;`],
    ['src/main.ts', `import host from 'process';\nexport const port = host.env.PORT;`],
  ],
  'narrow-constructors': [
    ['src/kernel/wide.ts', `export class Wide { constructor(a: A, b: A, c: A, d: A, e: A, f: A, g: A) {} }`],
  ],
  'narrow-functions': [
    ['src/kernel/wide.ts', `export function wide(a: A, b: A, c: A, d: A, e: A): void {}`],
    ['src/kernel/wide.ts', `export const wide = (a: A, b: A, c: A, d: A, e: A) => a;`],
    ['src/kernel/wide.ts', `export class Wide { act(a: A, b: A, c: A, d: A, e: A): void {} }`],
  ],
  'no-forward-ref': [
    [
      'src/domains/leads/leads.module.ts',
      `import * as nest from '@nestjs/common';\nnest.forwardRef(() => null);`,
    ],
  ],
  'no-barrel-files': [
    ['src/domains/leads/all.ts', `export * from './lead.service.js';\nexport { A } from './lead.dto.js';`],
    ['src/domains/leads/index.ts', `export const a = 1;`],
  ],
  'no-suppressions': [
    ['src/kernel/quiet.ts', `// @ts-expect-error because\nexport const a: number = 'a';`],
    ['test/quiet.test.ts', `/* oxlint-disable */\nexport const a = 1;`],
    ['src/kernel/quiet.ts', `export const a = 1; // eslint-disable-line`],
  ],
  'global-only-where-agreed': [
    ['src/platform/jobs/jobs.module.ts', `@Global()\n@Module({})\nexport class JobsModule {}`],
  ],
  'names-say-what-a-thing-is': [
    ['src/kernel/utils.ts', `export const a = 1;`],
    ['src/domains/leads/lead.helpers.ts', `export const a = 1;`],
    ['src/domains/shared/lead.ts', `export const a = 1;`],
    ['src/domains/leads/lead.service.ts', `export class EnhancedLeadService {}`],
    ['src/domains/leads/lead.service.ts', `export class LeadServiceV2 {}`],
    ['src/domains/leads/lead.dto.ts', `export interface ILead { id: string }`],
  ],
  'a-module-lists-its-own-folder': [
    [
      'src/domains/leads/leads.module.ts',
      `import { Ai } from '#platform/ai/ai';\n@Module({ providers: [Ai] })\nexport class LeadsModule {}`,
    ],
    [
      'src/automation/agents/agents.module.ts',
      `import { A } from '#domains/a/a';\n@Module({ providers: [...provideAll(AGENTS, [A])] })\nexport class M {}`,
    ],
  ],
  'tables-only-in-repositories': [
    ['src/domains/leads/lead.service.ts', `export const rows = database.tables('leads');`],
  ],
  'lists-hold-no-lists': [
    [
      'src/domains/leads/lead.dto.ts',
      `export class Leads { @ValidateNested({ each: true }) @Type(() => Lead) leads!: Lead[]; }`,
    ],
  ],
  'status-codes-only-in-http': [
    [
      'src/domains/leads/lead.service.ts',
      `import { NotFoundException } from '@nestjs/common';\nthrow new NotFoundException();`,
    ],
  ],
};

const healthy: [path: string, text: string][] = [
  ['src/platform/config/load-settings.ts', `export const port = process.env['PORT'];`],
  ['test/support/app.ts', `export const url = process.env['TEST_DATABASE_URL'];`],
  ['src/main.ts', `process.exitCode = 1;\nexport const env = 'a word of ours';`],
  ['src/kernel/narrow.ts', `export class Narrow { constructor(a: A, b: A, c: A, d: A, e: A, f: A) {} }`],
  ['src/kernel/narrow.ts', `export type Wide = (a: A, b: A, c: A, d: A, e: A) => void;`],
  ['src/platform/config/config.module.ts', `@Global()\n@Module({})\nexport class ConfigModule {}`],
  ['src/platform/http/idempotency.ts', `export interface Idempotency { key: string }`],
  [
    'src/domains/leads/leads.module.ts',
    `import { JobsModule } from '#platform/jobs/jobs.module';\nimport { LeadService } from './lead.service.js';\n` +
      `@Module({ imports: [JobsModule], providers: [LeadService], exports: [LeadService] })\nexport class LeadsModule {}`,
  ],
  [
    'src/platform/secrets/secrets.module.ts',
    `import { AiKeys } from '#platform/ai/ai-keys';\nimport { Vault } from './vault.js';\n` +
      `@Module({ providers: [{ provide: AiKeys, useExisting: Vault }] })\nexport class SecretsModule {}`,
  ],
  ['src/domains/leads/lead.repository.ts', `export const rows = database.tables('leads');`],
];

describe('the source rules', () => {
  it.each(Object.entries(broken))('name a file that breaks %s', (rule, files) => {
    for (const [path, text] of files) {
      const named = [...new Set(findingsIn(path, text).map((finding) => finding.rule))];
      expect({ text, named }).toEqual({ text, named: [rule] });
    }
  });

  it('say where the break is', () => {
    const [finding] = findingsIn('src/kernel/a.ts', `\n\nexport class A {\n  port = process.env.PORT;\n}`);
    expect(finding).toMatchObject({ path: 'src/kernel/a.ts', line: 4, rule: 'environment-read-once' });
  });

  it('find nothing in sources that keep them', () => {
    expect(healthy.flatMap(([path, text]) => findingsIn(path, text))).toEqual([]);
  });

  it('are kept by every room', () => {
    expect(pathsOf('src/**/*.ts').flatMap((path) => findingsIn(path, textOf(path)))).toEqual([]);
  });

  it('are each broken here at least once', () => {
    expect(rules.map(({ name }) => name).filter((name) => !(name in broken))).toEqual([]);
  });
});
