import { Site } from '../../support/site.js';
import { clientWith, failureOf } from './client.js';

let trap: Site;
let trapSix: Site;
let sink: Site;
beforeAll(async () => {
  trap = await Site.start((_request, response) => response.end('inside'));
  trapSix = await Site.start((_request, response) => response.end('inside'), '::1');
  sink = await Site.start(
    (request, response) => response.setHeader('connection', 'close').end(`seen as ${request.headers.host}`),
    '127.0.0.2',
  );
});
afterAll(() => Promise.all([trap.close(), trapSix.close(), sink.close()]));
afterEach(() => expect([trap.connections, trapSix.connections]).toEqual([0, 0]));

const REFUSED = {
  code: 'web/address-refused',
  message: 'This address is not on the public internet, or not at a port we may reach.',
};

/** Ways to write 127.0.0.1 and its like. `PORT` is that of the trap. */
const SPELLINGS = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://localhost.:PORT/',
  'http://LOCALHOST:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://017700000001:PORT/',
  'http://0177.0.0.01:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.1:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://127.000.000.001:PORT/',
  'http://１２７.０.０.１:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://127。0。0。1:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://127.127.127.127:PORT/',
  'http://[::]:PORT/',
  'http://[::1]:PORT/',
  'http://[0:0:0:0:0:0:0:1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::127.0.0.1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://127.0.0.1:PORT#@127.0.0.2/',
  'http://10.0.0.1/',
  'http://192.168.0.1/',
  'http://172.16.0.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://168.63.129.16/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'https://192.0.2.1/',
] as const;

describe('an address inside', () => {
  it.each(SPELLINGS)('spelt as %s is refused before anything is connected', async (spelling) => {
    const names = { localhost: ['127.0.0.1', '::1'] };
    for (const port of [trap.port, trapSix.port]) {
      const url = spelling.replace('PORT', String(port));
      expect(await failureOf(clientWith({}, names).send({ url }))).toMatchObject(REFUSED);
    }
  });

  it.each(['GET', 'POST'] as const)('is refused to a %s behind a harmless name', async (method) => {
    const names = {
      'inside.example': '127.0.0.1',
      'metadata.example': '169.254.169.254',
      'six.example': '::1',
    };
    for (const name of Object.keys(names)) {
      const url = `http://${name}:${trap.port}/`;
      expect(await failureOf(clientWith({}, names).send({ url, method }))).toMatchObject(REFUSED);
    }
  });

  it('among public ones makes the whole name refused', async () => {
    const web = clientWith(
      {},
      { 'mixed.example': ['93.184.216.34', '127.0.0.1'], 'six.example': ['2606:4700::1', 'fd00::1'] },
    );
    for (const name of ['mixed.example', 'six.example'])
      expect(await failureOf(web.send({ url: `http://${name}/` }))).toMatchObject(REFUSED);
  });

  it('is refused alike whether or not something listens there', async () => {
    const web = clientWith();
    const open = await failureOf(web.send({ url: trap.url }));
    const shut = await failureOf(web.send({ url: 'http://127.0.0.1:1/' }));
    expect([open.code, open.message]).toEqual([shut.code, shut.message]);
  });

  it('that is opened is reached, and its neighbours are not', async () => {
    const web = clientWith(
      { OUTBOUND_ALLOW: '127.0.0.2/32' },
      { 'sink.example': '127.0.0.2', 'trap.example': '127.0.0.1' },
    );
    expect((await web.send({ url: `http://sink.example:${sink.port}/` })).text()).toBe(
      `seen as sink.example:${sink.port}`,
    );
    for (const url of [trap.url, `http://trap.example:${trap.port}/`, trapSix.url])
      expect(await failureOf(web.send({ url }))).toMatchObject(REFUSED);
  });
});

describe('a public address', () => {
  it.each([21, 22, 25, 5432, 6379, 11211, 8080])('is not reached at port %i', async (port) => {
    const web = clientWith({}, { 'public.example': '93.184.216.34' });
    for (const host of ['93.184.216.34', 'public.example'])
      expect(await failureOf(web.send({ url: `http://${host}:${port}/` }))).toMatchObject(REFUSED);
  });
});

describe('a name', () => {
  it('that answers differently the second time is reached where it was checked', async () => {
    let asked = 0;
    const web = clientWith(
      { OUTBOUND_ALLOW: '127.0.0.2/32' },
      {
        get 'rebind.example'() {
          return asked++ === 0 ? '127.0.0.2' : '127.0.0.1';
        },
      },
    );
    const answer = await web.send({ url: `http://rebind.example:${sink.port}/` });
    expect([answer.text(), asked]).toEqual([`seen as rebind.example:${sink.port}`, 1]);
  });

  it('that turns to an address inside later is refused then', async () => {
    let inside = false;
    const web = clientWith(
      { OUTBOUND_ALLOW: '127.0.0.2/32' },
      {
        get 'turning.example'() {
          return inside ? '127.0.0.1' : '127.0.0.2';
        },
      },
    );
    const url = `http://turning.example:${sink.port}/`;
    expect((await web.send({ url })).ok).toBe(true);
    inside = true;
    expect(await failureOf(web.send({ url }))).toMatchObject(REFUSED);
  });

  it('is reached over another of its addresses when the first does not answer', async () => {
    const web = clientWith({ OUTBOUND_ALLOW: '127.0.0.0/8' }, { 'two.example': ['127.0.0.9', '127.0.0.2'] });
    expect((await web.send({ url: `http://two.example:${sink.port}/` })).status).toBe(200);
  });
});
