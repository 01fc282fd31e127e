import { MailReader } from '#domains/support/inbound/mail-reader';
import type { TestApp } from '../../support/app.js';
import { handIn, mime, newAddress, supportApp } from './support.makers.js';

let app: TestApp;
beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

const MIXED = { 'Content-Type': 'multipart/mixed; boundary=b' };
const PART = '--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n';
const ending = (parts: string): string => `${parts}\r\n--b--`;

/** As deep as it says: each part holds the next. */
function deep(levels: number): string {
  const open = Array.from(
    { length: levels },
    (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`,
  );
  return open.join('');
}

describe('a mail that is built to be heavy', () => {
  it.each([
    ['within one another', { 'Content-Type': 'multipart/mixed; boundary=b0' }, deep(10_000)],
    ['side by side', MIXED, ending(PART.repeat(10_000))],
  ])('of 10,000 parts %s is no mail that can be read', async (_, headers, body) => {
    const taken = await handIn(app, mime({ from: newAddress(), headers, body }));
    expect(taken.body).toMatchObject({ outcome: 'ignored', reason: 'unreadable' });
  });

  it('of a thousand files is kept with ten of them', async () => {
    const body = ending(PART.repeat(1_000));
    const taken = await handIn(app, mime({ from: newAddress(), headers: MIXED, body }));
    expect(taken.body).toMatchObject({ outcome: 'ticket' });
    const kept = await app.sql('select from support_attachments where ticket_id = $1', [
      taken.body.ticket_id,
    ]);
    expect(kept).toHaveLength(10);
  });

  it('of 25 MB is refused, and its bytes are not waited for', async () => {
    const large = mime({ from: newAddress(), text: 'x'.repeat(25_000_000) });
    const refused = await handIn(app, large).catch(() => undefined);
    expect(refused?.body?.code ?? 'support/inbound-too-large').toBe('support/inbound-too-large');
    expect((await handIn(app, mime({ from: newAddress() }))).body.outcome).toBe('ticket');
  });

  it('is read while everything else goes on', async () => {
    const bytes = Buffer.from(mime({ from: newAddress(), headers: MIXED, body: ending(PART.repeat(4_000)) }));
    const reader = app.get(MailReader);
    await reader.read(Buffer.from(mime({ from: newAddress() })));
    // On this thread the loop would stand still for the whole mail.
    let turns = 0;
    let isReading = true;
    const turn = () => {
      turns += 1;
      if (isReading) setImmediate(turn);
    };
    setImmediate(turn);
    const mail = await reader.read(bytes);
    isReading = false;
    expect(mail === 'too-heavy' ? mail : mail?.filesLeftOut).toBe(3_990);
    expect(turns).toBeGreaterThan(50);
  });
});
