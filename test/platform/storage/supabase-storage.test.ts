import { buffer, text } from 'node:stream/consumers';
import { BUCKET, DAY_MS, MEGABYTE, pieces, storageAt } from './storage.makers.js';
import { SERVICE_KEY, StorageServer } from './storage-server.js';

let server: StorageServer;
beforeEach(async () => {
  server = await StorageServer.start();
});
afterEach(() => server.stop());

describe('Supabase Storage', () => {
  it('gets a private bucket when the first file comes, made once', async () => {
    const storage = storageAt(server);
    await Promise.all(['a', 'b', 'c'].map((name) => storage.write(`imports/${name}.csv`, pieces(name))));
    expect([...server.buckets]).toEqual([[BUCKET, { public: false }]]);
    expect(server.requests.filter((one) => one === 'POST bucket')).toHaveLength(1);
    expect(await text(await storage.read('imports/b.csv'))).toBe('b');
  });

  it('gets its bucket again when somebody has deleted it', async () => {
    const storage = storageAt(server);
    await storage.write('imports/a.csv', pieces('a'));
    server.buckets.clear();
    await expect(storage.write('imports/b.csv', pieces('b'))).rejects.toMatchObject({
      code: 'storage/unreachable',
    });
    await storage.write('imports/b.csv', pieces('b'));
    expect(server.buckets.get(BUCKET)).toEqual({ public: false });
  });

  it('is not trusted with a bucket that everybody may read', async () => {
    server.buckets.set(BUCKET, { public: true });
    const refusal = { code: 'storage/bucket-public', message: expect.stringContaining('STORAGE_BUCKET') };
    await expect(storageAt(server).check()).rejects.toMatchObject(refusal);
    await expect(storageAt(server).write('imports/a.csv', pieces('x'))).rejects.toMatchObject(refusal);
    expect(server.objects.size).toBe(0);
  });

  it('that refuses the key is told by the name of the setting', async () => {
    const refusal = {
      code: 'storage/key-refused',
      kind: 'unavailable',
      message: expect.stringContaining('SUPABASE_SERVICE_ROLE_KEY'),
    };
    const storage = storageAt(server, 'another-key');
    await expect(storage.check()).rejects.toMatchObject(refusal);
    await expect(storage.write('imports/a.csv', pieces('x'))).rejects.toMatchObject(refusal);
    await expect(storage.read('imports/a.csv')).rejects.toMatchObject(refusal);
    await expect(storage.remove(['imports/a.csv'])).rejects.toMatchObject(refusal);
  });

  it('that takes no file this large says so, and keeps nothing', async () => {
    const storage = storageAt(server);
    await storage.check();
    server.fault = 'is full';
    const much = pieces(...Array.from({ length: 30 }, () => MEGABYTE));
    await expect(storage.write('imports/a.csv', much)).rejects.toMatchObject({
      code: 'storage/file-too-large',
    });
    expect(server.objects.size).toBe(0);
  });

  it.each(['hangs', 'stalls', 'drops', 'is down', 'forgets to answer'] as const)(
    'that %s in an upload ends it, and nothing is kept',
    async (fault) => {
      // The one that forgets has to have the file before patience ends, also where others compute.
      const storage = storageAt(server, SERVICE_KEY, fault === 'forgets to answer' ? 3_000 : 300);
      await storage.check();
      server.fault = fault;
      const much = pieces(...Array.from({ length: 10 }, () => MEGABYTE));
      await expect(storage.write('imports/a.csv', much)).rejects.toMatchObject({
        code: 'storage/unreachable',
        kind: 'unavailable',
        message: expect.stringContaining('SUPABASE_URL'),
      });
      expect(server.objects.size).toBe(0);
    },
  );

  it('that takes no more is not sent more: the rest of the file waits outside', async () => {
    const storage = storageAt(server, SERVICE_KEY, 300);
    await storage.check();
    server.fault = 'stalls';
    let taken = 0;
    async function* much(): AsyncGenerator<Buffer> {
      for (; taken < 200; taken++) yield MEGABYTE;
    }
    await expect(storage.write('imports/a.csv', much())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(taken).toBeLessThan(50);
  });

  it.each(['hangs', 'stalls', 'drops', 'is down'] as const)(
    'that %s in a download ends it before the file could seem whole',
    async (fault) => {
      const storage = storageAt(server);
      await storage.write('imports/a.csv', pieces(MEGABYTE));
      server.fault = fault;
      const impatient = storageAt(server, SERVICE_KEY, 300);
      const reading = impatient.read('imports/a.csv').then((content) => buffer(content));
      await expect(reading).rejects.toMatchObject({ code: 'storage/unreachable' });
      server.fault = null;
      expect((await buffer(await storage.read('imports/a.csv'))).length).toBe(MEGABYTE.length);
    },
  );

  it('waits for a slow reader, and for a slow writer, as long as they like', async () => {
    const storage = storageAt(server, SERVICE_KEY, 1_000);
    async function* slowly(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 2; piece++) {
        await new Promise((resolve) => setTimeout(resolve, 1_200));
        yield MEGABYTE;
      }
    }
    await storage.write('imports/a.csv', slowly());
    let bytes = 0;
    let waits = 0;
    for await (const piece of await storage.read('imports/a.csv')) {
      if (waits++ < 1) await new Promise((resolve) => setTimeout(resolve, 1_200));
      bytes += piece.length;
    }
    expect(bytes).toBe(2 * MEGABYTE.length);
  });

  it('is swept of what is older than asked, and of nothing in other folders', async () => {
    const storage = storageAt(server);
    for (const path of ['imports/old.csv', 'imports/new.csv', 'exports/old.csv'])
      await storage.write(path, pieces('x'));
    const old = new Date(Date.now() - 8 * DAY_MS);
    for (const path of ['imports/old.csv', 'exports/old.csv'])
      Object.assign(server.objects.get(`${BUCKET}/${path}`)!, { createdAt: old });
    await storage.sweep('imports', new Date(Date.now() - 7 * DAY_MS));
    expect([...server.objects.keys()].sort()).toEqual([
      `${BUCKET}/exports/old.csv`,
      `${BUCKET}/imports/new.csv`,
    ]);
  });
});
