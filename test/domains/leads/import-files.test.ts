import iconv from 'iconv-lite';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { importing } from './imports.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a file with names of another system', () => {
  it('gives them to leads once, and never takes one away', async () => {
    const first = await importing(app, 'Email,External ID\na@example.com,7\nb@example.com,7\n');
    expect(first.errors).toMatchObject([{ row_number: 3, field: null }]);
    expect(first.leads).toMatchObject([{ email: 'a@example.com', external_id: '7' }]);
    const again = await importing(app, 'email,external_id\na@example.com,8\n', '', { id: first.id });
    expect(again.byEmail!['a@example.com']).toMatchObject({ external_id: '7' });
  });
});

describe('a difficult file', () => {
  const rows = 'name;email\nJosé Müller;jose@example.com\nŽofia;zofia@example.com\n';
  it.each([
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(rows)]), 'Žofia'],
    [
      'UTF-16 little endian with a mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(rows, 'utf-16le')]),
      'Žofia',
    ],
    [
      'UTF-16 big endian with a mark',
      Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(rows, 'utf-16be')]),
      'Žofia',
    ],
    ['UTF-16 without a mark', iconv.encode(rows, 'utf-16le'), 'Žofia'],
    ['Latin-1', iconv.encode(rows, 'windows-1252'), 'Žofia'],
    ['tabs', Buffer.from(rows.replaceAll(';', '\t')), 'Žofia'],
    ['bars', Buffer.from(rows.replaceAll(';', '|')), 'Žofia'],
    [
      'mixed line ends and blank lines',
      Buffer.from(rows.replace('\n', '\r\n\r\n').replace(/\n$/, '\r')),
      'Žofia',
    ],
  ])('is read as it was meant: %s', async (_what, content, name) => {
    const { data, byEmail } = await importing(app, content);
    expect(data).toMatchObject({ status: 'completed', created_count: 2, error_count: 0 });
    expect(byEmail!['zofia@example.com']).toMatchObject({ first_name: name });
    expect(byEmail!['jose@example.com']).toMatchObject({ first_name: 'José', last_name: 'Müller' });
  });

  it('with broken rows loses only those, and tells line, field and reason', async () => {
    const file = [
      'name,email,lead_score',
      '"Ada, ada@example.com,1',
      'Bob,bob@example.com,2',
      '"Cy" x,cy@example.com,3',
      'Dee,dee@example.com,200',
      'Eve,not an address,1',
      'Fay,,1',
      'Gus,gus@example.com,1,surplus',
      'Hal\u0000,hal@example.com,1',
      'Ivy,a@example.com\u0007,1',
      'Jim,jim@example.com,9',
    ].join('\n');
    const { data, errors, byEmail, client } = await importing(app, file);
    expect(Object.keys(byEmail!).sort()).toEqual(['bob@example.com', 'jim@example.com']);
    expect(data).toMatchObject({ status: 'completed', processed_rows: 10, created_count: 2, error_count: 8 });
    expect(
      errors.map(({ row_number, field }: { row_number: number; field: string }) => [row_number, field]),
    ).toEqual([
      [2, null],
      [4, null],
      [5, 'lead_score'],
      [6, 'email'],
      [7, 'email'],
      [8, null],
      [9, 'name'],
      [10, 'email'],
    ]);
    expect(errors[2]).toMatchObject({
      message: 'must be a whole number from 0 to 100',
      raw: 'Dee,dee@example.com,200',
    });
    const page = await client.get(`/api/leads/imports/${data.id}/errors?limit=3`);
    expect(page.body.data).toHaveLength(3);
    const next = await client.get(
      `/api/leads/imports/${data.id}/errors?limit=5&cursor=${page.body.next_cursor}`,
    );
    expect(next.body.data.map(({ row_number }: { row_number: number }) => row_number)).toEqual([
      6, 7, 8, 9, 10,
    ]);
    const csv = await client.get(`/api/leads/imports/${data.id}/errors.csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n')).toHaveLength(10);
    expect(csv.text).toContain('5,lead_score,must be a whole number from 0 to 100,"Dee,dee@example.com,200"');
  });

  it('with a cell of 10 MB loses that row', async () => {
    const { data, byEmail, errors } = await importing(
      app,
      `email,notes\na@example.com,"${'x'.repeat(10_000_000)}"\nb@example.com,fine\nc@example.com,${'y'.repeat(10_000_000)}\nd@example.com,ok\n`,
    );
    expect(Object.keys(byEmail!).sort()).toEqual(['b@example.com', 'd@example.com']);
    expect(data).toMatchObject({ status: 'completed', error_count: 2 });
    expect(errors.map(({ row_number }: { row_number: number }) => row_number)).toEqual([2, 4]);
    expect(errors[0].raw.length).toBeLessThanOrEqual(500);
  });

  it('with odd headers keeps every value and touches no prototype', async () => {
    const { data, byEmail } = await importing(
      app,
      'Email,email,Colour,colour,__proto__,constructor,=cmd(),\n,second@example.com,red,blue,p,c,f,\n',
    );
    expect(data.status).toBe('completed');
    expect(byEmail!['second@example.com']).toMatchObject({
      custom_fields: { colour: 'red', colour_2: 'blue', proto: 'p', cmd: 'f' },
    });
    expect(({} as Record<string, unknown>).p).toBeUndefined();
  });

  it.each([
    [
      'no addresses',
      'name,company\nAda,AE\n',
      'No column holds mail addresses. Columns found: name, company.',
    ],
    [
      '10,000 columns',
      `${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')}\n`,
      'The file has 10000 columns; at most 200 can be imported.',
    ],
    ['only line ends', '\n\r\n\n', 'The file has no header.'],
    [
      'a broken header',
      '"email\nx@example.com\n',
      'The header cannot be read: A quote is opened and never closed.',
    ],
  ])('is failed with a reason: %s', async (_what, content, error) => {
    const { data, leads } = await importing(app, content);
    expect(data).toMatchObject({ status: 'failed', error });
    expect(leads).toEqual([]);
  });
});

describe('a preview of a file', () => {
  const previewing = async (content: string | Uint8Array<ArrayBuffer>, query = '') => {
    const { id, client } = await app.newUser();
    const answer = await client.post(`/api/leads/import/preview${query}`, content, {
      'content-type': 'text/csv',
    });
    const kept = await app.sql('select from lead_imports where created_by = $1', [id]);
    return { ...answer, preview: answer.body.data, client, kept };
  };

  it('tells how it would be read, suggests a mapping by names and by values, and keeps nothing', async () => {
    const file =
      'Prénom;;Kontakt;custom.plan\nZoë;zoe@example.com;+49 30 123456;pro\nBo;no address;030/1234567;\n';
    const bytes = Uint8Array.from(Buffer.from(file, 'latin1'));
    const { status, preview, kept } = await previewing(bytes);
    expect(status).toBe(200);
    expect(preview).toMatchObject({
      encoding: 'windows-1252',
      delimiter: ';',
      has_header: true,
      columns: [
        { name: 'Prénom', target: 'first_name', because: 'header', samples: ['Zoë', 'Bo'] },
        { name: '', target: '', because: 'none' },
        { name: 'Kontakt', target: 'phone', because: 'values' },
        { name: 'custom.plan', target: 'custom.plan', because: 'none' },
      ],
      rows: [
        { row_number: 2, cells: ['Zoë', 'zoe@example.com', '+49 30 123456', 'pro'] },
        { row_number: 3, cells: ['Bo', 'no address', '030/1234567', ''] },
      ],
      rows_read: 2,
      is_whole: true,
      file_problems: ['No column holds mail addresses.'],
    });
    expect(kept).toEqual([]);
    const mapped = await previewing(bytes, `?mapping=${encodeURIComponent('{"#2":"email"}')}`);
    expect(mapped.preview).toMatchObject({
      mapping: { Prénom: 'first_name', '#2': 'email', Kontakt: 'phone', 'custom.plan': 'custom.plan' },
      file_problems: [],
      row_problems: [{ row_number: 3, field: 'email', message: 'is not a mail address' }],
    });
  });

  it('sees that the first row is a lead; imported so, it comes in with the others', async () => {
    const file = 'Ada Lovelace,ada@example.com,+44 20 7946 0000\nBob,bob@example.com,\n';
    const { preview } = await previewing(file);
    expect(preview).toMatchObject({
      has_header: false,
      mapping: { '#1': '', '#2': 'email', '#3': 'phone' },
      rows_read: 2,
    });
    const mapping = encodeURIComponent(JSON.stringify({ ...preview.mapping, '#1': 'name' }));
    const { data, byEmail } = await importing(app, file, `?header=false&mapping=${mapping}`);
    expect(data).toMatchObject({ created_count: 2, total_rows: 2, error_count: 0 });
    expect(byEmail!['ada@example.com']).toMatchObject({ last_name: 'Lovelace', phone_norm: '+442079460000' });
  });

  it('reads the beginning of a long file, whatever the end of that cuts', async () => {
    const row = (at: number) => `u${at}@example.com,"${'é'.repeat(at % 50)} \n"\n`;
    const { status, preview } = await previewing(
      `email,notes\n${Array.from({ length: 60_000 }, (_, at) => row(at)).join('')}`,
    );
    expect([status, preview.encoding, preview.is_whole, preview.row_problems]).toEqual([
      200,
      'utf8',
      false,
      [],
    ]);
    expect(preview.rows_read).toBeGreaterThan(1_000);
    expect(preview.rows).toHaveLength(10);
  });

  it('is refused without a file, with a mapping into nowhere, and to strangers', async () => {
    expect((await previewing('')).body.code).toBe('leads/import-empty');
    expect((await previewing('email\n', '?mapping=%7B%22a%22:%22b%22%7D')).body.code).toBe(
      'leads/import-mapping-invalid',
    );
    expect((await app.anonymous.post('/api/leads/import/preview', 'email\n')).status).toBe(401);
  });
});
