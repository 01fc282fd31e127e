import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import mammoth from 'mammoth';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { DocumentPress } from '#domains/proposals/documents/document-press';
import { ExportService } from '#domains/proposals/documents/export.service';
import { fontHas, PDF_FONTS } from '#domains/proposals/documents/pdf-font';
import { proposalDocument } from '#domains/proposals/documents/proposal-document';
import { BUILT_IN_TEMPLATES } from '#domains/proposals/templates/built-in-templates';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { CALL, makeProposal, PROPOSALS } from './proposals.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const FORMATS = [['pdf'], ['word']] as const;
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

async function download(
  client: TestClient,
  id: string,
  format: string,
): Promise<{ bytes: Buffer; headers: Headers }> {
  const answer = await client.open(
    'GET',
    `${PROPOSALS}/${id}/download/${format}`,
    undefined,
    AbortSignal.timeout(50_000),
  );
  expect(answer.status).toBe(200);
  return { bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
}

/** The words of a file in the order in which they are read, without the breaks that a line end makes. */
async function wordsOf(bytes: Uint8Array, format: string): Promise<string> {
  const text =
    format === 'pdf'
      ? (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text
      : (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
  return text.replaceAll('\u200b', '').replace(/\s+/g, ' ');
}

/** The parts of a Word file: a zip whose entries are read by the names in its directory. */
async function htmlOf(bytes: Buffer): Promise<string> {
  return (await mammoth.convertToHtml({ buffer: bytes })).value;
}

function expectInOrder(text: string, ...parts: string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    expect({ part, isThere: at >= 0, after: text.slice(Math.max(0, from - 40), from) }).toMatchObject({
      isThere: true,
    });
    from = at + part.length;
  }
}

describe.each(FORMATS)('a proposal as %s', (format) => {
  it.each(BUILT_IN_TEMPLATES)(
    'of $id has all its sections in their order, with prices, phases and terms',
    async (template) => {
      const { id, client } = await app.newUser();
      const proposal = await makeProposal(
        app,
        id,
        { template_type: template.id, call_transcript: CALL, budget_range: { min: 7_999.99 } },
        { brand: { name: 'Northlight Studio' } },
      );
      const { bytes, headers } = await download(client, proposal.id, format);
      expect(headers.get('content-type')).toBe(format === 'pdf' ? 'application/pdf' : WORD);
      const text = await wordsOf(bytes, format);
      expectInOrder(
        text,
        'Proposal for Harbour Bakery',
        'Ada Okafor',
        ...proposal.sections.map(({ title }) => title),
        'Acceptance',
      );
      expectInOrder(text, 'We need more customers for our two new shops.', 'Total', '$7,999.99');
      for (const { item, description, price } of proposal.pricing)
        expectInOrder(
          text,
          item,
          description,
          `$${price.toLocaleString('en-US', { minimumFractionDigits: 2 })}`,
        );
      for (const { phase, deliverables } of proposal.timeline) expectInOrder(text, phase, ...deliverables);
      for (const term of Object.values(proposal.terms)) expect(text).toContain(term);
      expect(text).toContain('Northlight Studio');
    },
  );

  it('says what discount and tax make of the sum, in the currency and the way of the client', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id, { currency: 'EUR', locale: 'de-DE' });
    await client.post(`${PROPOSALS}/${proposal}/save`, {
      pricing: [
        { item: 'Work', price: 1_000.5, quantity: 2.5 },
        { item: 'Trip', price: 0.01 },
      ],
      discount_percent: 5,
      tax_percent: 19,
      tax_label: 'USt.',
      valid_until: '2027-01-31',
    });
    const text = await wordsOf((await download(client, proposal, format)).bytes, format);
    expectInOrder(text, '31. Januar 2027', 'Item', '2,5', '1.000,50 €', '2.501,25 €', 'Trip', '0,01 €');
    expectInOrder(
      text,
      'Subtotal',
      '2.501,26 €',
      'Discount 5%',
      '-125,06 €',
      'USt. 19%',
      '451,48 €',
      'Total',
      '2.827,68 €',
    );
  });

  it('shows Greek, Cyrillic and Latin letters of all kinds', async () => {
    const { id, client } = await app.newUser();
    const words = [
      'Πρόταση για την Αθήνα',
      'Пропозиція для Києва: ґрунт, їжак',
      'zażółć gęślą jaźń',
      'Tiếng Việt',
      'Größe',
    ];
    const proposal = await makeProposal(app, id, { client_info: { company_name: words.join(' ') } });
    const text = await wordsOf((await download(client, proposal.id, format)).bytes, format);
    for (const word of words) expect(text).toContain(word);
  });

  it('takes whatever was typed as text: markup, formulas, code, control characters', async () => {
    const { id, client } = await app.newUser();
    const typed =
      '<script>alert(1)</script> &lt;b&gt; ]]> =HYPERLINK("http://trap.test") {\\rtf1} %PDF-1.7 (a\\)( << /JS >> ${x} {{y}}';
    const proposal = await makeProposal(app, id, {
      client_info: { company_name: '</w:t></w:r><w:p>&"\'' },
      project_details: { description: `${typed}\u0001\u0008\u000b\u001b\ufffe` },
    });
    const { bytes } = await download(client, proposal.id, format);
    const text = await wordsOf(bytes, format);
    expect(text).toContain(typed);
    expect(text).toContain('</w:t></w:r><w:p>&"\'');
    if (format === 'word') expect(await htmlOf(bytes)).not.toMatch(/<script|href=/);
    else
      expect(bytes.toString('latin1')).not.toMatch(
        /\/(?:JavaScript|JS|URI|Launch|EmbeddedFile|OpenAction)\b/,
      );
  });

  it('may be without a single text, price, phase or term', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal, content, terms } = await makeProposal(app, id);
    const none = (texts: object) => Object.fromEntries(Object.keys(texts).map((key) => [key, null]));
    await client.put(`${PROPOSALS}/${proposal}`, {
      content: none(content),
      terms: none(terms),
      pricing: [],
      timeline: [],
    });
    const text = await wordsOf((await download(client, proposal, format)).bytes, format);
    expect(text).toContain('Proposal for Harbour Bakery');
    expect(text).not.toContain('Total');
    expect(text).not.toContain('Summary');
  });

  it('loses nothing of rows that are higher than a page, and of words that are longer than a line', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    const word = (letter: string, length: number) => `${letter.repeat(length)}END`;
    const saved = await client.put(`${PROPOSALS}/${proposal}`, {
      client_name: word('C', 190),
      content: { executive_summary: word('W', 19_000), overview: `- ${word('L', 5_000)}` },
      pricing: [
        { item: word('I', 190), description: word('D', 990), price: 1e9, quantity: 9_999.999 },
        { item: 'Last', price: 1 },
      ],
      timeline: [
        {
          phase: word('P', 190),
          duration: word('T', 90),
          deliverables: Array.from({ length: 20 }, () => word('V', 290)),
        },
      ],
      terms: { payment_terms: word('M', 1_990) },
    });
    expect(saved.status).toBe(200);
    const text = (await wordsOf((await download(client, proposal, format)).bytes, format)).replaceAll(
      ' ',
      '',
    );
    for (const [letter, length] of [
      ['W', 19_000],
      ['L', 5_000],
      ['I', 190],
      ['D', 990],
      ['P', 190],
      ['M', 1_990],
    ] as const)
      expect([letter, text.includes(word(letter, length))]).toEqual([letter, true]);
    expect(text.split(word('V', 290))).toHaveLength(21);
    expectInOrder(text, 'Last', '$1.00', 'Total', '$9,999,999,000,001.00');
  });

  it('of 200 lines and 100 KB of text is there within seconds, and the server answers meanwhile', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    const sentence =
      'A small team writes to people who might buy, and wants every letter to be worth their time. ';
    const text = (length: number) => sentence.repeat(Math.floor(length / sentence.length)).trim();
    const content = Object.fromEntries(
      ['executive_summary', 'overview', 'services', 'a', 'b'].map((key) => [key, text(19_900)]),
    );
    const saved = await client.put(`${PROPOSALS}/${proposal}`, {
      content: {
        ...content,
        client_overview: null,
        proposed_services: null,
        timeline: null,
        pricing: null,
        terms: null,
      },
      sections: ['executive_summary', 'overview', 'services', 'a', 'b', 'pricing'].map((key) => ({
        id: key,
        title: key,
      })),
      pricing: Array.from({ length: 200 }, (_, at) => ({
        item: `Item ${at + 1}`,
        description: text(200),
        price: 10.1,
      })),
    });
    expect(saved.status).toBe(200);
    let isDone = false;
    const file = download(client, proposal, format).finally(() => (isDone = true));
    let longest = 0;
    while (!isDone) {
      const asked = performance.now();
      await app.anonymous.get('/health/live');
      longest = Math.max(longest, performance.now() - asked);
    }
    const words = await wordsOf((await file).bytes, format);
    expectInOrder(words, 'Item 1 ', 'Item 100 ', 'Item 200 ', 'Total', '$2,020.00');
    expect(longest).toBeLessThan(1_500);
  });
});

describe('the PDF of a proposal', () => {
  it('is the same to the byte for the same version, and dated when that was saved', async () => {
    const { id, client } = await app.newUser();
    const proposal = await makeProposal(app, id);
    const first = await download(client, proposal.id, 'pdf');
    await client.patch(`${PROPOSALS}/${proposal.id}/status`, { status: 'sent' });
    const second = await download(client, proposal.id, 'pdf');
    expect(second.bytes.equals(first.bytes)).toBe(true);
    const { info } = await getMeta(await getDocumentProxy(new Uint8Array(first.bytes)), { parseDates: true });
    expect(info).toMatchObject({ Title: 'Proposal for Harbour Bakery' });
    expect((info['CreationDate'] as Date).toISOString().slice(0, 19)).toBe(proposal.saved_at.slice(0, 19));
  });

  it('is told to lack letters that its typeface has not, and does not fail over them', async () => {
    const { id, client } = await app.newUser();
    const proposal = await makeProposal(app, id, {
      project_details: { description: '日本語の提案 and שלום 🙂' },
      currency: 'UAH',
    });
    const path = `${PROPOSALS}/${proposal.id}/export`;
    const { warnings } = (await client.post(path, { format: 'pdf' })).body.data;
    expect(warnings).toEqual([
      expect.stringMatching(/^A PDF shows empty boxes for 日 本 語 .*Word file shows them\.$/),
    ]);
    expect((await client.post(path, { format: 'word' })).body.data.warnings).toEqual([]);
    const text = await wordsOf((await download(client, proposal.id, 'pdf')).bytes, 'pdf');
    expectInOrder(text, 'and', 'Total', 'UAH 5,000.00');
    const word = await wordsOf((await download(client, proposal.id, 'word')).bytes, 'word');
    expectInOrder(word, '日本語の提案 and שלום 🙂');
  });

  it('knows exactly which letters its typeface has', () => {
    const fontkit = createRequire(createRequire(import.meta.url).resolve('pdfmake'))('fontkit') as {
      create(bytes: Buffer): { hasGlyphForCodePoint(code: number): boolean };
    };
    const faces = Object.values(PDF_FONTS.Roboto).map((path) => fontkit.create(readFileSync(path)));
    const wrong: string[] = [];
    for (let code = 0x20; code < 0x2_0000; code++) {
      if (
        (code >= 0xd800 && code <= 0xdfff) ||
        code === 0xfeff ||
        code === 0xffff ||
        (code >= 0xe000 && code < 0xfb10)
      )
        continue;
      const has = faces.every((face) => face.hasGlyphForCodePoint(code));
      if (has !== fontHas(String.fromCodePoint(code)) && code < 0xfffc) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('an export', () => {
  it('is asked for in the query or in the body, and tells where the file is', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    const path = `${PROPOSALS}/${proposal}/export`;
    for (const [answer, format] of [
      [await client.post(path), 'pdf'],
      [await client.post(path, {}), 'pdf'],
      [await client.post(`${path}?format=word`), 'word'],
      [await client.post(path, { format: 'docx' }), 'word'],
      [await client.post(`${path}?format=pdf`, { format: 'word' }), 'word'],
    ] as const) {
      expect(answer.status).toBe(200);
      expect(answer.body.data).toEqual({
        proposal_id: proposal,
        format,
        download_url: `/api/proposals/${proposal}/download/${format}`,
        generated_at: expect.stringMatching(/Z$/),
        version: 1,
        warnings: [],
      });
      const file = await client.get(answer.body.data.download_url);
      expect(file.status).toBe(200);
    }
    for (const answer of [await client.post(path, { format: 'exe' }), await client.post(`${path}?format=`)])
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'format']);
    const { status, body } = await client.get(`${PROPOSALS}/${proposal}/download/exe`);
    expect([status, body.code]).toEqual([400, 'proposals/format-unknown']);
  });

  it('has a file name that every browser can read', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id, {
      client_info: { company_name: 'Café "北京"\\../Zoë' },
    });
    const { headers } = await download(client, proposal, 'word');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="Proposal Cafe __ .. Zoe.docx"; filename*=UTF-8''Proposal%20Caf%C3%A9%20%E5%8C%97%E4%BA%AC%20..%20Zo%C3%AB.docx`,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('shows the brand it is asked for, with its logo, and leaves out a logo that is no picture', async () => {
    const { id } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id, {}, { brand: { name: 'Before' } });
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const file = (logo: Uint8Array, format: string) =>
      app
        .get(Database)
        .as(id, () => app.get(ExportService).file(id, proposal, format, { name: 'Northlight', logo }));
    const word = await file(png, 'word');
    expect(await htmlOf(Buffer.from(word.bytes))).toContain('<img');
    expect(Buffer.from((await file(png, 'pdf')).bytes).toString('latin1')).toContain('/Subtype /Image');
    const without = await file(Buffer.from('<svg onload="x"/>'), 'pdf');
    expect(Buffer.from(without.bytes).toString('latin1')).not.toContain('/Subtype /Image');
    expect(await wordsOf(without.bytes, 'pdf')).toContain('Northlight');
  });
});

describe('the press', () => {
  it('answers with an error where a file cannot be made, and makes the next one', async () => {
    const { id, client } = await app.newUser();
    const proposal = await makeProposal(app, id);
    const press = app.get(DocumentPress);
    const broken = { ...proposalDocument(proposal, null), savedAt: 'never' };
    await expect(press.print({ document: broken, format: 'pdf' })).rejects.toMatchObject({
      code: 'proposals/document-not-made',
      kind: 'unavailable',
    });
    expect((await download(client, proposal.id, 'pdf')).bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('turns away who comes when twenty are waiting', async () => {
    const { id } = await app.newUser();
    const document = proposalDocument(await makeProposal(app, id), null);
    const press = app.get(DocumentPress);
    const asked = Array.from({ length: 23 }, () => press.print({ document, format: 'word' }));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    for (const { reason } of settled.filter((one) => one.status === 'rejected'))
      expect(reason).toMatchObject({ code: 'proposals/press-busy', retryAfter: 5 });
  });
});
