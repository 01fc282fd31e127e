import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { csvRows } from '../../demo/csv-rows.ts';
import { checkReport } from '../../demo/report.ts';
import { startApp } from '../support/app.js';
import { built } from '../support/process.js';
import { onEmbedded } from '../support/where.js';

const WITHIN_MS = 120_000;
const LEADS = 30;

interface Played {
  code: number;
  stdout: string;
  stderr: string;
}

/** The demo as `npm run demo` runs it, with nothing of this machine's settings. */
function demo(settings: Record<string, string>): Promise<Played> {
  const { PATH = '' } = process.env;
  const env = { PATH, NO_COLOR: '1', DEMO_LEADS: String(LEADS), ...settings };
  return new Promise((resolve) =>
    execFile(process.execPath, ['demo/demo.ts'], { env, timeout: WITHIN_MS }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    ),
  );
}

describe('The demo', () => {
  it(
    'does the main job on a server of its own, with a mail server that is difficult',
    async () => {
      const played = await demo({
        DEMO_URL: 'own',
        DEMO_SERVER: join(await built(), 'src/main.js'),
        DATABASE_URL: process.env['TEST_DATABASE_URL'] ?? '',
      });
      expect(played).toMatchObject({ code: 0, stderr: '' });
      expect(played.stdout).toMatch(/recipients +31\n +sent +27\n +delivered +27 /);
      expect(played.stdout).toMatch(/failed +2 .*\n +unknown +1 .*\n +skipped +1 +suppressed:manual 1/);
      expect(played.stdout).toContain('Everything adds up');
    },
    WITHIN_MS,
  );

  onEmbedded(
    'does the main job at a server that runs already, reading the outbox',
    async () => {
      const app = await startApp({ roles: 'web,worker,clock' });
      try {
        const played = await demo({ DEMO_URL: app.url });
        expect(played).toMatchObject({ code: 0, stderr: '' });
        expect(played.stdout).toMatch(/recipients +31\n +sent +30\n/);
        expect(played.stdout).toContain('Everything adds up');
        const mails = await readdir(join(app.dataDir, 'outbox'));
        expect(mails.filter((name) => name.endsWith('.eml'))).toHaveLength(32);
      } finally {
        await app.close();
      }
    },
    WITHIN_MS,
  );

  it('says so when the server it is sent to does not answer, and fails', async () => {
    const played = await demo({ DEMO_URL: 'http://127.0.0.1:1' });
    expect(played.code).toBe(1);
    expect(played.stderr).toContain('http://127.0.0.1:1 does not answer');
  });

  it('leaves a server that sends real mail alone', async () => {
    const app = await startApp({ roles: 'web', settings: { SMTP_URL: 'smtp://127.0.0.1:1' } });
    const played = await demo({ DEMO_URL: app.url });
    await app.close();
    expect(played.code).toBe(1);
    expect(played.stderr).toContain('sends real mail');
  });

  it('names every figure of a report that is not what happened', () => {
    const right = {
      recipients: 10,
      sent: 7,
      delivered: 7,
      opened: 2,
      clicked: 1,
      unsubscribed: 1,
      failed: 1,
      unknown: 1,
      skipped: 1,
    };
    const report = {
      ...right,
      campaign_id: 'id',
      state: 'finished' as const,
      hold: null,
      paused_by: null,
      queued: 0,
      sending: 0,
      bounced: 1,
      soft_bounced: 0,
      readers_unknown: null,
      anonymous_opens: 0,
      anonymous_clicks: 0,
      skipped_by_reason: { 'suppressed:manual': 1 },
      rates: { delivery: 100, open: 0, click: 0, unsubscribe: 0, bounce: 0 },
    };
    const reasons = { 'suppressed:manual': 1 };
    expect(() => checkReport(report, { ...right, reasons })).not.toThrow();
    expect(() => checkReport({ ...report, sent: 8, opened: 0 }, { ...right, reasons })).toThrow(
      /sent is 8 and should be 7; opened is 0 and should be 2; 11 of 10 recipients are settled/,
    );
    expect(() => checkReport(report, { ...right, reasons: { no_consent: 1 } })).toThrow(/skipped for/);
  });

  it('counts the rows of its list as a spreadsheet does', () => {
    expect(csvRows('a,b\r\n"1\n2",3\n\n"say ""x""",4\n')).toEqual(['a,b', '"1\n2",3', '"say ""x""",4']);
  });
});
