/**
 * Who may import whom. `test/architecture/layers.test.ts` breaks each rule on purpose and sees it named.
 * An exception is a pair with its reason, written into `exceptions`; the list starts empty.
 */
const layers = ['kernel', 'platform', 'domains', 'automation']; // each may import itself and those before it

/** { from: 'src/a/file.ts', to: 'src/b/file.ts', because: 'one sentence' }: one file that may import one other. */
const exceptions = [];

/** A vendor's package, and the only folders that may know it. */
const vendors = [
  { name: 'mail-transport', packages: ['nodemailer', 'imapflow'], only: ['platform/channels/adapters/'] },
  {
    name: 'ai-sdk',
    packages: ['openai', '@anthropic-ai/[^/]+', '@google/genai', '@mistralai/[^/]+'],
    only: ['platform/ai/providers/', 'platform/media/providers/'],
  },
  {
    name: 'supabase',
    packages: ['@supabase/[^/]+'],
    // @supabase/lite brings the PGlite it runs on, so the embedded server is opened through it.
    only: ['platform/supabase/', 'platform/database/embedded-server\\.ts$'],
  },
  {
    name: 'database-driver',
    packages: ['pg', 'pg-copy-streams', '@electric-sql/pglite[^/]*'],
    only: ['platform/database/'],
  },
  {
    name: 'query-builder',
    packages: ['kysely'],
    only: ['platform/database/', 'platform/jobs/', '.+\\.repository\\.ts$'],
  },
  { name: 'job-queue', packages: ['pg-boss'], only: ['platform/jobs/'] },
  { name: 'template-engine', packages: ['liquidjs'], only: ['domains/email/'] },
  { name: 'mail-markup', packages: ['mjml'], only: ['domains/email/templates/mjml/'] },
  { name: 'text-diff', packages: ['diff'], only: ['domains/email/templates/versions/'] },
  { name: 'document-writers', packages: ['pdfmake', 'docx'], only: ['domains/proposals/documents/'] },
  { name: 'document-readers', packages: ['unpdf', 'mammoth'], only: ['domains/knowledge/texts/'] },
  { name: 'puzzles', packages: ['altcha-lib'], only: ['domains/leads/protection/'] },
  {
    name: 'webhook-signatures',
    packages: ['standardwebhooks'],
    only: [
      'domains/leads/sources/',
      'domains/email/events/',
      'domains/integrations/webhooks/',
      'automation/workflows/nodes/',
    ],
  },
  { name: 'csv-reader', packages: ['csv-parse'], only: ['domains/leads/'] },
  {
    name: 'token-library',
    packages: ['jose', 'passport', 'passport-jwt', '@nestjs/passport'],
    only: ['platform/auth/'],
  },
  { name: 'zip-writer', packages: ['yazl'], only: ['automation/privacy/exports/'] },
  { name: 'cron-lines', packages: ['croner'], only: ['platform/clock/'] },
  { name: 'recurrence-rules', packages: ['rrule-temporal'], only: ['platform/clock/'] },
  { name: 'mcp-client', packages: ['@modelcontextprotocol/client'], only: ['platform/mcp-client/'] },
  {
    name: 'web-client',
    packages: ['undici'],
    only: ['platform/web/', 'platform/ai/providers/(?:provider-fetch|arrivals(?:\\.spec)?)\\.ts$'],
  },
];

const exactly = (path) => `^${path.replaceAll('.', '\\.')}$`;

/** The rule for everyone, and once more for each file with an exception, which may import that one file. */
function withExceptions(rule) {
  const excused = exceptions.map(({ from }) => exactly(from));
  const special = exceptions.map(({ from, to }) => {
    const itself = [rule.to.pathNot ?? []].flat().map((path) => path.replace('$1', from.split('/')[2]));
    return {
      ...rule,
      from: { path: exactly(from) },
      to: { ...rule.to, pathNot: [...itself, exactly(to)] },
    };
  });
  return [{ ...rule, from: { ...rule.from, pathNot: excused } }, ...special];
}

const upward = layers.map((layer, rank) => ({
  name: `${layer}-looks-only-down`,
  comment: 'Something below reaches something above only by a job or a port (docs/architecture.md).',
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: {
    path: [...layers.slice(rank + 1).map((above) => `^src/${above}/`), '^src/[^/]+\\.ts$'],
  },
}));

const strangers = {
  name: 'a-domain-knows-no-other-domain',
  comment: 'Pass ids and use a job, or move the story to automation.',
  severity: 'error',
  from: { path: '^src/domains/([^/]+)/' },
  to: { path: '^src/domains/', pathNot: '^src/domains/$1/' },
};

// Installed packages are matched by where they lie; types of a package lie under @types.
const packagePath = (names) => `(^|/)node_modules/(@types/)?(${names.join('|')})(/|$)`;

const vendorRules = vendors.map(({ name, packages, only }) => ({
  name: `${name}-only-in-its-room`,
  comment: `Only ${only.join(', ')} may know ${packages.join(', ')}.`,
  severity: 'error',
  from: { path: '^src/', pathNot: only.map((place) => `^src/${place}`) },
  to: { path: packagePath(packages) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...[...upward, strangers].flatMap(withExceptions),
    {
      name: 'no-cycles',
      comment: 'Counts imports of types too: a file that needs another to be understood depends on it.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'kernel-is-plain',
      comment: 'The kernel is the language and nothing else; node:crypto and node:buffer do no I/O.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '\\.spec\\.ts$' },
      to: {
        dependencyTypesNot: ['local', 'aliased', 'aliased-subpath-import'],
        pathNot: '^(node:)?(crypto|buffer)$',
      },
    },
    {
      name: 'nobody-imports-main',
      comment: 'Importing it would start a server.',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'a-relative-import-stays-in-its-room',
      comment: 'Name another room as #layer/room/file, so that a glance tells how far a file reaches.',
      severity: 'error',
      from: { path: '^src/([^/]+)/([^/]+)/' },
      to: {
        path: '^src/[^/]+/',
        pathNot: '^src/$1/$2/',
        dependencyTypesNot: ['aliased', 'aliased-subpath-import'],
      },
    },
    {
      name: 'a-room-calls-itself-by-relative-path',
      severity: 'error',
      from: { path: '^src/(platform|domains|automation)/([^/]+)/' },
      to: { path: '^src/$1/$2/', dependencyTypes: ['aliased-subpath-import'] },
    },
    {
      name: 'no-dist',
      comment: 'dist is made from src. Only a script that writes a generated file may start what was built.',
      severity: 'error',
      from: { pathNot: '^(scripts|dist)/' },
      to: { path: '(^|/)dist/', pathNot: 'node_modules' },
    },
    {
      name: 'no-barrels',
      comment: 'Import the file that has it.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)index\\.[cm]?[jt]s$', pathNot: 'node_modules' },
    },
    {
      name: 'src-knows-nothing-outside-it',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|demo|bench)/' },
    },
    {
      name: 'nobody-imports-a-test',
      severity: 'error',
      from: {},
      to: { path: '\\.(test|spec)\\.ts$' },
    },
    {
      name: 'src-runs-on-dependencies',
      comment: 'A devDependency is not in the image.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'every-package-is-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...vendorRules,
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['own-source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
