import { setTimeout as sleep } from 'node:timers/promises';
import { getDocumentProxy, getMeta } from 'unpdf';
import { DocumentPress } from '#domains/proposals/documents/document-press';
import { proposalDocument } from '#domains/proposals/documents/proposal-document';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { upload as uploadLogo } from '../brand/logos.makers.js';
import { expectInOrder, FORMATS, htmlOf, PIXEL, wordsOf, xmlOf } from './proposal-files.js';
import { makeProposal, PROPOSALS } from './proposals.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

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

describe('the list of proposals', () => {
  it('is the caller`s own, newest first, with what each is worth', async () => {
    const { id, client } = await app.newUser();
    const stranger = await app.newUser();
    await makeProposal(app, stranger.id);
    const first = await makeProposal(app, id, { budget: 100 });
    const second = await makeProposal(app, id, { budget: 200, currency: 'EUR' });
    const { body } = await client.get(PROPOSALS);
    expect(body.data).toEqual([
      {
        id: second.id,
        client_name: 'Harbour Bakery',
        template_type: 'general_business',
        status: 'draft',
        value: 200,
        currency: 'EUR',
        created_at: second.created_at,
        updated_at: second.updated_at,
      },
      expect.objectContaining({ id: first.id, value: 100 }),
    ]);
    const page = await client.get(`${PROPOSALS}?limit=1`);
    const rest = await client.get(`${PROPOSALS}?limit=1&cursor=${page.body.next_cursor}`);
    expect([page, rest].map((answer) => answer.body.data[0].id)).toEqual([second.id, first.id]);
    expect(rest.body.next_cursor).toBeNull();
  });

  it('is searched by client and status, in which a percent sign is a percent sign', async () => {
    const { id, client } = await app.newUser();
    for (const company_name of ['50% Off Ltd', '500 Offices', 'Under_score', 'UnderXscore', 'C:\\Temp'])
      await makeProposal(app, id, { client_info: { company_name } });
    const found = async (query: string) =>
      (await client.get(`${PROPOSALS}?${query}`)).body.data.map(
        (item: { client_name: string }) => item.client_name,
      );
    expect(await found(`client=${encodeURIComponent('50% o')}`)).toEqual(['50% Off Ltd']);
    expect(await found('client=r_s')).toEqual(['Under_score']);
    expect(await found(`client=${encodeURIComponent('c:\\')}`)).toEqual(['C:\\Temp']);
    expect(await found('client=OFF')).toEqual(['500 Offices', '50% Off Ltd']);
    expect(await found('status=sent')).toEqual([]);
    expect(await found('status=draft&client=under')).toEqual(['UnderXscore', 'Under_score']);
  });

  it.each([
    ['status=gone'],
    ['limit=0'],
    ['limit=1e2'],
    ['cursor=x'],
    ['owner=me'],
    ['client=' + 'x'.repeat(201)],
  ])('refuses ?%.20s', async (query) => {
    const { client } = await app.newUser();
    expect((await client.get(`${PROPOSALS}?${query}`)).status).toBe(400);
  });
});

describe.each(FORMATS)('a proposal downloaded as %s', (format) => {
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
    const begun = performance.now();
    const file = download(client, proposal, format).finally(() => (isDone = true));
    let longest = 0;
    while (!isDone) {
      const [asked] = [performance.now(), await app.anonymous.get('/health/live')];
      longest = Math.max(longest, performance.now() - asked);
      await sleep(20);
    }
    const words = await wordsOf((await file).bytes, format);
    expectInOrder(words, 'Item 1 ', 'Item 100 ', 'Item 200 ', 'Total', '$2,020.00');
    expect(longest).toBeLessThan((performance.now() - begun) / 2);
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

  it('shows the brand of its owner, in its colours and with its logo', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id, {}, { brand: { name: 'Northlight' } });
    const colors = { primary: '#0b5d3b', accent: '#aa3300' };
    await client.put('/api/brand', { name: 'Northlight', colors });
    expect((await uploadLogo(app, id, PIXEL)).status).toBe(201);
    const { bytes: word } = await download(client, proposal, 'word');
    expect(await htmlOf(word)).toContain('<img');
    expect(xmlOf(word)).toMatch(/0b5d3b[^]*aa3300/i);
    const { bytes: pdf } = await download(client, proposal, 'pdf');
    expect(pdf.toString('latin1')).toContain('/Subtype /Image');
    expect((await client.post(`${PROPOSALS}/${proposal}/export`)).body.data.warnings).toEqual([]);
    await client.patch(`${PROPOSALS}/${proposal}`, { brand: { name: 'Somebody else' } });
    expect(await htmlOf((await download(client, proposal, 'word')).bytes)).not.toContain('<img');
  });

  it('leaves out a logo that no file can show, and says so', async () => {
    const { id, client } = await app.newUser();
    const { id: proposal } = await makeProposal(app, id);
    expect((await uploadLogo(app, id, '<svg xmlns="http://www.w3.org/2000/svg"/>')).status).toBe(201);
    const { warnings } = (await client.post(`${PROPOSALS}/${proposal}/export`)).body.data;
    expect(warnings).toEqual([expect.stringMatching(/^The logo of your brand is left out/)]);
    const { bytes } = await download(client, proposal, 'pdf');
    expect(bytes.toString('latin1')).not.toContain('/Subtype /Image');
  });
});

describe('a file that cannot be made', () => {
  it('is an error for whoever asked, and the next one is made', async () => {
    const { id, client } = await app.newUser();
    const proposal = await makeProposal(app, id);
    const broken = { ...proposalDocument(proposal, null), savedAt: 'never' };
    await expect(app.get(DocumentPress).print({ document: broken, format: 'pdf' })).rejects.toMatchObject({
      code: 'proposals/document-not-made',
      kind: 'unavailable',
    });
    const { bytes } = await download(client, proposal.id, 'pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
