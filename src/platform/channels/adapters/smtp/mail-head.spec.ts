import fc from 'fast-check';
import MimeNode from 'nodemailer/lib/mime-node';
import { type MailMessage, messageIdOf } from '../../mail-channel.js';
import { mailHead, oneLine } from './mail-head.js';

const DATE = new Date('2026-01-02T03:04:05Z');

/** The same head as the library writes it, header by header. */
function byTheLibrary(message: MailMessage) {
  const { from, to, replyTo, subject, headers } = message;
  const node = new MimeNode('multipart/alternative', { baseBoundary: 'b' });
  for (const [key, value] of Object.entries(headers)) node.setHeader(key, oneLine(value));
  node.setHeader('From', { name: oneLine(from.name ?? ''), address: from.address });
  node.setHeader('To', { name: '', address: to });
  if (replyTo !== undefined) node.setHeader('Reply-To', { name: '', address: replyTo });
  node.setHeader('Subject', oneLine(subject));
  node.setHeader('Message-ID', messageIdOf(message));
  node.setHeader('Date', DATE);
  const lines = node.buildHeaders();
  const envelope = node.getEnvelope();
  return {
    head: lines.slice(0, lines.indexOf('\r\nContent-Type: ')),
    envelope: { ...envelope, from: envelope.from || '' },
  };
}

function byUs(message: MailMessage) {
  const { lines, envelope } = mailHead(message, DATE);
  return { head: lines.join('\r\n'), envelope };
}

const pieces = fc.oneof(
  fc.constantFrom(
    '=?',
    '?=',
    '=?utf-8?Q?a?=',
    '"',
    ' ',
    '\t',
    '\r\n',
    'Bcc: x@y.example',
    'Grüße',
    '漢',
    '\\',
    ',',
  ),
  fc.string({ maxLength: 90 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const texts = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''));
const label = fc.stringMatching(/^[A-Za-z\d-]{1,12}$/);
const addresses = fc.oneof(
  fc.emailAddress(),
  fc
    .tuple(
      fc.constantFrom('ada', 'a.b', 'o’neil', "o'neil", 'a+b', 'ü', 'a b'),
      fc.array(label, { minLength: 1, maxLength: 3 }),
    )
    .map(([local, labels]) => `${local}@${[...labels, 'example'].join('.')}`),
  fc.constantFrom(
    'ada@EXAMPLE.com',
    'ada@jõgeva.ee',
    'ada@xn--jgeva-dua.ee',
    'ada@1.example',
    'ada@127.0.0.1',
    'ada@[::1]',
  ),
);
const messages = fc.record({
  id: fc.uuid(),
  from: fc.record({ name: fc.option(texts, { nil: undefined }), address: addresses }),
  to: addresses,
  replyTo: fc.option(addresses, { nil: undefined }),
  subject: texts,
  html: fc.constant(''),
  text: fc.constant(''),
  headers: fc.record({
    'List-Unsubscribe': fc.webUrl({ withQueryParameters: true }).map((url) => `<${url}>`),
    'X-Campaign-ID': fc.uuid(),
    'X-Said': texts,
    'In-Reply-To': texts,
    References: texts,
  }),
});

describe('the head of a mail', () => {
  it('is what the library writes, byte by byte, whatever is in it', () => {
    fc.assert(
      fc.property(messages, (message) => expect(byUs(message)).toEqual(byTheLibrary(message))),
      {
        numRuns: 300,
      },
    );
  });

  it.each([
    'Hello Ada',
    `Hello ${'dear '.repeat(20)}Ada`,
    'Grüße',
    '=?utf-8?Q?a?=',
    'a\r\nBcc: eve@example.com',
  ])('has no value that begins another header: %s', (subject) => {
    const message = { id: 'a', from: { address: 'a@b.example' }, to: 'c@d.example', subject };
    const { lines } = mailHead({ ...message, html: '', text: '', headers: {} });
    const names = lines
      .join('\r\n')
      .split(/\r\n(?! )/)
      .map((line) => line.split(':')[0]);
    expect(names).toEqual(['From', 'To', 'Subject', 'Message-ID', 'Date', 'MIME-Version']);
  });
});
