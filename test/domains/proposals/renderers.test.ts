import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { DocumentPress } from '#domains/proposals/documents/document-press';
import { fontHas, PDF_FONTS } from '#domains/proposals/documents/pdf-font';
import { proposalDocument } from '#domains/proposals/documents/proposal-document';
import { BUILT_IN_TEMPLATES } from '#domains/proposals/templates/built-in-templates';
import { expectInOrder, fileOf, FORMATS, htmlOf, PIXEL, sampleProposal, wordsOf } from './proposal-files.js';
import { CALL } from './proposals.makers.js';

describe.each(FORMATS)('a proposal as %s', (format) => {
  it.each(BUILT_IN_TEMPLATES)(
    'of $id has all its sections in their order, with prices, phases and terms',
    async ({ id }) => {
      const proposal = sampleProposal({
        template_type: id,
        call_transcript: CALL,
        budget_range: { min: 7_999.99 },
      });
      const text = await wordsOf(await fileOf(proposal, format), format);
      const titles = proposal.sections.map(({ title }) => title);
      expectInOrder(text, 'Proposal for Harbour Bakery', 'Ada Okafor', ...titles, 'Acceptance');
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
    const pricing = [
      { item: 'Work', description: '', price: 1_000.5, quantity: 2.5 },
      { item: 'Trip', description: '', price: 0.01, quantity: 1 },
    ];
    const changes = {
      pricing,
      discount_percent: 5,
      tax_percent: 19,
      tax_label: 'USt.',
      valid_until: '2027-01-31',
    };
    const proposal = sampleProposal({ currency: 'EUR', locale: 'de-DE' }, changes);
    const text = await wordsOf(await fileOf(proposal, format), format);
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
    const words = [
      'Πρόταση για την Αθήνα',
      'Пропозиція: ґрунт, їжак',
      'zażółć gęślą jaźń',
      'Tiếng Việt',
      'Größe',
    ];
    const text = await wordsOf(
      await fileOf(sampleProposal({ client_info: { company_name: words.join(' ') } }), format),
      format,
    );
    for (const word of words) expect(text).toContain(word);
  });

  it('takes whatever was typed as text: markup, formulas, code, control characters', async () => {
    const typed =
      '<script>alert(1)</script> &lt;b&gt; ]]> =HYPERLINK("http://trap.test") {\\rtf1} %PDF-1.7 (a\\)( << /JS >> ${x} {{y}}';
    const company_name = '</w:t></w:r><w:p>&"\'';
    const bytes = await fileOf(
      sampleProposal({
        client_info: { company_name },
        project_details: { description: `${typed}\u0000\u0001\u0008\u000b\u001b\ufffe\ud800` },
      }),
      format,
    );
    const text = await wordsOf(bytes, format);
    expect(text).toContain(typed);
    expect(text).toContain(company_name);
    if (format === 'word') expect(await htmlOf(bytes)).not.toMatch(/<script|href=/);
    else
      expect(bytes.toString('latin1')).not.toMatch(
        /\/(?:JavaScript|JS|URI|Launch|EmbeddedFile|OpenAction)\b/,
      );
  });

  it('may be without a single text, price, phase or term', async () => {
    const empty = sampleProposal({}, { content: {}, terms: {}, pricing: [], timeline: [] });
    const text = await wordsOf(await fileOf(empty, format, ''), format);
    expectInOrder(text, 'Proposal for Harbour Bakery', 'Acceptance', 'Provider');
    expect(text).not.toMatch(/Total|Summary|Item|Phase/);
  });

  it('loses nothing of rows that are higher than a page, and of words that are longer than a line', async () => {
    const word = (letter: string, length: number) => `${letter.repeat(length)}END`;
    const deliverables = Array.from({ length: 20 }, () => word('V', 290));
    const proposal = sampleProposal(
      {},
      {
        client_name: word('C', 190),
        content: { executive_summary: word('W', 19_000), overview: `- ${word('L', 5_000)}` },
        pricing: [
          { item: word('I', 190), description: word('D', 990), price: 1e9, quantity: 9_999.999 },
          { item: 'Last', description: '', price: 1, quantity: 1 },
        ],
        timeline: [{ phase: word('P', 190), duration: word('T', 90), deliverables }],
        terms: { payment_terms: word('M', 1_990) },
      },
    );
    const text = (await wordsOf(await fileOf(proposal, format), format)).replaceAll(' ', '');
    // Of a text that goes over several pages, heads and feet of the pages stand in between.
    const count = (part: string) => text.split(part).length - 1;
    const letters = { W: 19_000, L: 5_000, I: 190, D: 990, P: 190, T: 90, V: 20 * 290, M: 1_990 };
    for (const [letter, times] of Object.entries(letters))
      expect([letter, count(letter) >= times]).toEqual([letter, true]);
    expect(count('VEND')).toBe(20);
    expectInOrder(text, 'Last', '$1.00', 'Total', '$9,999,999,000,001.00');
  });

  it('shows letters of other scripts where it can, and never fails over them', async () => {
    const words = '日本語の提案 and שלום مرحبا 🙂';
    const proposal = sampleProposal({
      project_details: { description: words },
      currency: 'UAH',
      locale: 'ar-EG',
    });
    const text = await wordsOf(await fileOf(proposal, format), format);
    if (format === 'word') expect(text).toContain(words);
    else expectInOrder(text, '23 November 2026', 'and', 'Total', '5,000.00');
  });
});

describe('the typeface of PDF files', () => {
  it('is known to have exactly the letters that it has', () => {
    const fontkit = createRequire(createRequire(import.meta.url).resolve('pdfmake'))('fontkit') as {
      create(bytes: Buffer): { hasGlyphForCodePoint(code: number): boolean };
    };
    const faces = Object.values(PDF_FONTS.Roboto).map((path) => fontkit.create(readFileSync(path)));
    const wrong: string[] = [];
    for (let code = 0x20; code < 0x2_0000; code++) {
      const isPrivateOrMark = code >= 0xd800 && code < 0xfb10;
      if (isPrivateOrMark || code === 0xfeff || (code >= 0xfffc && code <= 0xffff)) continue;
      const has = faces.every((face) => face.hasGlyphForCodePoint(code));
      if (has !== fontHas(String.fromCodePoint(code))) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('the press', () => {
  const press = new DocumentPress();
  const document = proposalDocument(sampleProposal(), null);
  afterAll(() => press.onApplicationShutdown());

  it('makes a file without its logo where only drawing it shows that it is broken', async () => {
    // Each row of a PNG begins with the number of a filter; there is none of number 9.
    const pixels = deflateSync(Buffer.from([9, 1, 2, 3, 4]));
    const at = PIXEL.indexOf('IDAT') - 4;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(pixels.length);
    const rest = PIXEL.subarray(at + 12 + PIXEL.readUInt32BE(at));
    const broken = Buffer.concat([
      PIXEL.subarray(0, at),
      length,
      Buffer.from('IDAT'),
      pixels,
      Buffer.alloc(4),
      rest,
    ]);
    const branded = proposalDocument(sampleProposal(), { name: 'Northlight', logo: broken });
    expect(branded.logo).not.toBeNull();
    const bytes = await press.print({ document: branded, format: 'pdf' });
    expect(await wordsOf(bytes, 'pdf')).toContain('Northlight');
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('/Subtype /Image');
  });

  it('turns away who comes when one is made and twenty are waiting', async () => {
    const asked = Array.from({ length: 24 }, () => press.print({ document, format: 'word' }));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(21);
    for (const { reason } of settled.filter((one) => one.status === 'rejected'))
      expect(reason).toMatchObject({ code: 'proposals/press-busy', retryAfter: 5 });
  });
});
