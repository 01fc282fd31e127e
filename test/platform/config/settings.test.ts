import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withEmbeddedSecrets } from '#platform/config/embedded-secrets';
import { loadSettings } from '#platform/config/load-settings';
import { startProcess } from '../../support/process.js';
import { onEmbedded } from '../../support/where.js';

const SECRETS = { SUPABASE_JWT_SECRET: 'x'.repeat(32), SECRET_MASTER_KEY: '0a1b'.repeat(16) };
const DATABASE_URL = 'postgres://owner@db.test:5432/app';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'marketing-settings-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
};

describe('settings', () => {
  it('that are all missing are the embedded default', () => {
    const settings = loadSettings({});
    expect(settings).toMatchObject({
      ENVIRONMENT: 'development',
      PORT: 8000,
      ROLES: ['web', 'worker', 'clock'],
      embedded: true,
    });
    expect(settings.backendUrl).toBe('http://localhost:8000');
    expect(loadSettings({ PORT: '', BACKEND_URL: 'https://a.test/api//' }).backendUrl).toBe(
      'https://a.test/api',
    );
  });

  it('that are wrong are all named in one message', () => {
    const wrong = {
      ENVIRONMENT: 'staging',
      PORT: '0x10',
      ROLES: 'web,cook',
      LOG_LEVEL: 'loud',
      BACKEND_URL: 'ftp://a.test',
      DATABASE_URL: 'mysql://a.test/b',
      DATABASE_POOL_SIZE: '0',
      SUPABASE_JWT_SECRET: 'short',
      SECRET_MASTER_KEY: 'abc',
      SMTP_URL: 'http://mail.test',
      MAIL_FROM: 'nobody',
      RATE_LIMIT_API: '-1',
      RATE_LIMIT_PUBLIC: '1e3',
      ALLOW_EMBEDDED: 'perhaps',
      CORS_ORIGINS: 'app.example.com',
      TRUSTED_PROXIES: 'proxy',
      OUTBOUND_ALLOW: 'inside',
      OUTBOUND_PORTS: '8080,0x50',
      OUTBOUND_AGENT: 'Mozilla/5.0',
      OUTBOUND_CONTACT_URL: 'mailto:us@a.test',
      OUTBOUND_HOST_GAP_MS: '-1',
      SCRAPER_TIMEOUT_MS: '120000',
      SCRAPER_TEST_URL: 'example.com',
    };
    const problems = problemsOf(wrong);
    for (const name of Object.keys(wrong))
      expect([name, problems.some((line) => line.includes(name))]).toEqual([name, true]);
    for (const value of ['short', 'abc', 'nobody', 'mysql'])
      expect(problems.join('\n')).not.toContain(` ${value}`);
  });

  it.each([
    ['PORT', ['65536', '1.5', '1e3', 'abc', '-1']],
    ['PORT', ['8000 ']],
    ['DATABASE_STATEMENT_TIMEOUT_MS', ['0', '99']],
    ['SECRET_MASTER_KEY', ['0'.repeat(63), 'g'.repeat(64), `${'0'.repeat(64)}\n`]],
    ['SECRET_MASTER_KEY', ['0'.repeat(64), 'f'.repeat(64), '7e'.repeat(32), 'aB'.repeat(31) + 'Ab']],
    ['SECRET_MASTER_KEYS_PREVIOUS', ['0'.repeat(63), `${'0a1b'.repeat(16)},abc`]],
    ['ROLES', ['cook', ',']],
    ['CORS_ORIGINS', ['*', 'https://a.test/', 'https://a.test/x', 'https://A.test', 'ftp://a.test', 'null']],
    [
      'CORS_ORIGINS',
      ['https://a.test,https://b.test:443', 'https://a:b@a.test', 'https://a.test https://b.test'],
    ],
    ['TRUSTED_PROXIES', ['10.0.0', '10.0.0.0/33', '::1/129', '10.0.0.0/', '10.0.0.1 10.0.0.2', 'loopback']],
  ])('%s of %j is refused', (name, values) => {
    for (const value of values) expect(problemsOf({ [name]: value }).join()).toContain(name);
  });

  it('name origins and networks in every form that browsers and proxies have', () => {
    const CORS_ORIGINS = 'https://a.test, http://localhost:5173,https://xn--bcher-kva.example';
    const TRUSTED_PROXIES = '10.0.0.0/8,192.168.1.7,::1,fd00::/8';
    expect(problemsOf({ CORS_ORIGINS, TRUSTED_PROXIES })).toEqual([]);
  });

  it('say where to find what belongs together', () => {
    const project = { ...SECRETS, SUPABASE_URL: 'https://abc.supabase.co' };
    expect(problemsOf(project).join()).toMatch(/DATABASE_URL is missing.+dashboard.+Connection string/);
    expect(problemsOf(project).join()).toMatch(/SUPABASE_SERVICE_ROLE_KEY is missing/);
    expect(problemsOf({ ...project, DATABASE_URL, SUPABASE_SERVICE_ROLE_KEY: 'k' })).toEqual([]);
    expect(problemsOf({ DATABASE_URL }).join()).toMatch(
      /SUPABASE_JWT_SECRET or SUPABASE_JWKS_URL.+SECRET_MASTER_KEY/,
    );
    expect(problemsOf({ DATABASE_URL, ...SECRETS })).toEqual([]);
    const { SECRET_MASTER_KEY } = SECRETS;
    expect(problemsOf({ DATABASE_URL, SECRET_MASTER_KEY, SUPABASE_JWKS_URL: 'https://a.test/jwks' })).toEqual(
      [],
    );
  });

  it('take an account at DataForSEO whole or not at all', () => {
    const [DATAFORSEO_LOGIN, DATAFORSEO_PASSWORD] = ['me@a.test', 'secret'];
    for (const half of [{ DATAFORSEO_LOGIN }, { DATAFORSEO_PASSWORD }])
      expect(problemsOf(half).join()).toMatch(/DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD go together/);
    expect(problemsOf({ DATAFORSEO_LOGIN, DATAFORSEO_PASSWORD })).toEqual([]);
  });

  it.each([
    ['DNS_SERVERS', '10.0.0.2, 10.0.0.2:5353,[fd00::2]:5353,fd00::2', ''],
    ['DNS_SERVERS', 'ns.example.com', 'addresses such as'],
    ['DNS_SERVERS', '10.0.0.2:99999', 'addresses such as'],
    ['ENRICHMENT_MAPPING', '{"a.0.b":"company","c":"custom.plan"}', ''],
    ['ENRICHMENT_MAPPING', '{"a":5}', 'must be JSON such as'],
    ['ENRICHMENT_MAPPING', '{', 'must be JSON such as'],
    ['ENRICHMENT_MAPPING', '{"a":"__proto__"}', 'must be JSON such as'],
  ])('say what is wrong with %s=%s', (name, value, problem) => {
    expect(problemsOf({ [name]: value }).join()).toMatch(problem === '' ? /^$/ : problem);
  });

  it('of production do without the embedded database unless that is allowed', () => {
    const production = { ENVIRONMENT: 'production', ...SECRETS };
    expect(problemsOf(production).join()).toMatch(/DATABASE_URL is missing.+ALLOW_EMBEDDED=1/);
    expect(problemsOf({ ...production, ALLOW_EMBEDDED: '1' })).toEqual([]);
  });

  it('give each purpose a key of its own', () => {
    const settings = loadSettings(SECRETS);
    expect(settings.key('a')).toHaveLength(32);
    expect(settings.key('a')).toEqual(settings.key('a'));
    expect(settings.key('a')).not.toEqual(settings.key('b'));
  });

  it('of a former master key still give its keys, behind those of the current one', () => {
    const [old, current] = [SECRETS.SECRET_MASTER_KEY, '2c3d'.repeat(16)];
    const rotated = loadSettings({ SECRET_MASTER_KEY: current, SECRET_MASTER_KEYS_PREVIOUS: old });
    const before = loadSettings(SECRETS).key('a');
    expect(rotated.keys('a')).toEqual([loadSettings({ SECRET_MASTER_KEY: current }).key('a'), before]);
    expect(rotated.key('a')).not.toEqual(before);
  });
});

describe('secrets of the embedded default', () => {
  it('are made once, kept readable for their owner only, and used again', () => {
    const first = withEmbeddedSecrets({ DATA_DIR: folder });
    expect(problemsOf(first as Record<string, string>)).toEqual([]);
    const path = join(folder, 'secrets.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(withEmbeddedSecrets({ DATA_DIR: folder })).toEqual(first);
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toEqual([
      'SUPABASE_JWT_SECRET',
      'SECRET_MASTER_KEY',
    ]);
  });

  it('give way to those that are set, and are not made for a real database', () => {
    expect(withEmbeddedSecrets({ DATA_DIR: folder, ...SECRETS })).toMatchObject(SECRETS);
    const real = { DATA_DIR: folder, DATABASE_URL, ...SECRETS };
    expect(withEmbeddedSecrets(real)).toEqual(real);
    expect(() => statSync(join(folder, 'secrets.json'))).toThrow('ENOENT');
  });
});

describe('a folder for the data', () => {
  it('is not even made while the settings have problems', () => {
    const DATA_DIR = join(folder, 'data');
    expect(() => withEmbeddedSecrets({ DATA_DIR, PORT: 'eighty' })).toThrow('PORT');
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  it.each([{}, SECRETS])('that cannot be used is named in one sentence', (secrets) => {
    const DATA_DIR = join(folder, 'file', 'data');
    writeFileSync(join(folder, 'file'), '');
    const refused = /^These settings need attention:\n  - DATA_DIR .+ cannot be used: .+$/;
    expect(() => withEmbeddedSecrets({ DATA_DIR, ...secrets })).toThrow(refused);
  });

  it('with secrets that cannot be read is named, too', () => {
    for (const text of ['hidden-secret', '{}', 'null', '{"SUPABASE_JWT_SECRET":"hidden-secret"}']) {
      writeFileSync(join(folder, 'secrets.json'), text);
      expect(() => withEmbeddedSecrets({ DATA_DIR: folder })).toThrow(
        /DATA_DIR .+: its secrets.json does not/,
      );
    }
  });
});

describe('a process', () => {
  it('that cannot start says why once, in words, and exits', async () => {
    const child = await startProcess({ PORT: 'eighty', ROLES: 'cook', LOG_LEVEL: 'info' });
    expect(await child.exit).toMatchObject({ code: 1 });
    expect(child.output).toMatch(/^These settings need attention:\n  - .*PORT.*\n(  - .*\n)*/);
    expect(child.output.split('PORT').length).toBe(2);
    expect(child.output).not.toMatch(/ at |\.js|\[Nest\]/);
    await child.close();
  });

  it('that cannot reach its database says so once', async () => {
    const child = await startProcess({
      DATABASE_URL: 'postgres://a:hidden-password@127.0.0.1:1/a',
      LOG_LEVEL: 'info',
      ...SECRETS,
    });
    expect(await child.exit).toMatchObject({ code: 1 });
    expect(child.output.match(/ECONNREFUSED/g)?.length).toBeLessThanOrEqual(2);
    expect(child.output).not.toContain('hidden-password');
    expect(child.output).not.toContain('[Nest]');
    await child.close();
  });

  onEmbedded(
    'that starts again finds the data and secrets of its first start, and says friendly things',
    async () => {
      const settings = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'info' };
      const secrets: string[] = [];
      for (const applied of [true, false]) {
        const child = await startProcess(settings);
        await child.says('Marketing Autopilot runs', 60_000);
        expect(child.stdout.includes('Applied')).toBe(applied);
        expect(child.stdout).toMatch(/\/docs[\s\S]+embedded[\s\S]+outbox[\s\S]+npm run token[\s\S]+SMTP_URL/);
        expect(child.stdout).not.toMatch(/InstanceLoader|RouterExplorer|RoutesResolver/);
        expect(child.stderr).toBe('');
        secrets.push(readFileSync(join(folder, 'secrets.json'), 'utf8'));
        child.child.kill('SIGTERM');
        expect((await child.exit).code).toBe(0);
        await child.close();
      }
      expect(secrets[0]).toBe(secrets[1]);
    },
    120_000,
  );
});
