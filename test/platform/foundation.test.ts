import { createClient } from '@supabase/supabase-js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('a visitor without a token', () => {
  it('is welcomed at the root', async () => {
    const { status, body } = await app.anonymous.get('/');
    expect(status).toBe(200);
    expect(body).toEqual({ message: 'Marketing Automation Backend API', status: 'running' });
  });
});
