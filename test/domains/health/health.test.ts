import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web' });
});
afterAll(() => app.close());

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

describe('whoever asks how the service is', () => {
  it('is welcomed at the root', async () => {
    const { status, body } = await app.anonymous.get('/');
    expect([status, body]).toEqual([200, { message: 'Marketing Automation Backend API', status: 'running' }]);
  });

  it.each(['/health', '/health/', '/healthcheck', '/api/health', '/api/health/'])(
    'hears it in one word at %s',
    async (path) => {
      const { status, body } = await app.anonymous.get(path);
      expect(status).toBe(200);
      expect(body).toEqual({
        status: 'healthy',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        timestamp: expect.stringMatching(INSTANT),
        environment: 'test',
        agents_status: 'operational',
      });
    },
  );

  it('learns that the process is alive and that it can serve', async () => {
    expect((await app.anonymous.get('/health/live')).body).toMatchObject({ status: 'ok' });
    const { status, body } = await app.anonymous.get('/health/ready');
    expect([status, body.status, body.services]).toEqual([200, 'ready', { database: 'healthy' }]);
  });

  it.each(['/health/status', '/api/health/status', '/api/health/status/', '/api/system-health'])(
    'sees every dependency at %s, and which setting switches on what is off',
    async (path) => {
      const { body } = await app.anonymous.get(path);
      expect(body.status).toBe('operational');
      expect(body.services).toMatchObject({
        api: 'healthy',
        database: 'healthy',
        jobs: 'healthy',
        mail: 'off',
        ai: 'off',
        clock: 'off',
      });
      expect(body.dependencies.database).toEqual({
        state: 'healthy',
        latency_ms: expect.any(Number),
        note: null,
      });
      expect(body.dependencies.mail).toEqual({
        state: 'off',
        latency_ms: null,
        note: 'Set SMTP_URL to switch it on.',
      });
    },
  );

  it('sees figures of the process only as an administrator', async () => {
    expect((await app.anonymous.get('/api/health/system')).status).toBe(401);
    expect((await (await app.as()).get('/api/health/system')).status).toBe(403);
    const { status, body } = await (await app.as(undefined, { admin: true })).get('/api/health/system');
    expect(status).toBe(200);
    expect(body).toEqual({
      status: expect.stringMatching(/^(healthy|warning|critical)$/),
      uptime: expect.any(Number),
      memory_usage: expect.any(Number),
      cpu_usage: expect.any(Number),
      disk_usage: expect.any(Number),
      active_connections: expect.any(Number),
      last_check: expect.stringMatching(INSTANT),
    });
  });
});

describe('a dependency that does not answer', () => {
  it('is told, and the service is degraded but ready', async () => {
    const lame = await startApp({ roles: 'web', settings: { SMTP_URL: 'smtp://127.0.0.1:9' } });
    try {
      const { body } = await lame.anonymous.get('/health/status');
      expect(body.status).toBe('degraded');
      expect(body.dependencies.mail).toMatchObject({
        state: 'unhealthy',
        note: expect.stringContaining('mail server'),
      });
      expect((await lame.anonymous.get('/health')).body.status).toBe('degraded');
      expect((await lame.anonymous.get('/health/ready')).status).toBe(200);
    } finally {
      await lame.close();
    }
  });

  it('is told when it is an AI provider that keeps failing', async () => {
    const settings = {
      OPENAI_API_KEY: 'sk-canary',
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      AI_FALLBACK_ORDER: 'openai',
    };
    const lame = await startApp({ roles: 'web', settings });
    try {
      expect((await lame.anonymous.get('/health/status')).body.dependencies.ai.state).toBe('healthy');
      const client = await lame.as();
      const chat = { messages: [{ role: 'user', content: 'Hello' }] };
      const statuses = await Promise.all(
        [1, 2].map(async () => (await client.post('/api/ai/chat', chat)).status),
      );
      expect(statuses).toEqual([503, 503]);
      await sleep(2_100); // answers are remembered for two seconds
      const { body, text } = await lame.anonymous.get('/health/status');
      expect(body.dependencies.ai).toMatchObject({
        state: 'unhealthy',
        note: expect.stringContaining('openai'),
      });
      expect(text).not.toContain('canary');
    } finally {
      await lame.close();
    }
  });
});
