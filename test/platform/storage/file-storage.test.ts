import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSettings } from '#platform/config/load-settings';
import { LocalStorage } from '#platform/storage/adapters/local/local.storage';
import { SupabaseStorage } from '#platform/storage/adapters/supabase/supabase.storage';
import type { FileStorage } from '#platform/storage/file-storage';
import { SupabaseAdmin } from '#platform/supabase/supabase-admin';
import { SERVICE_KEY, StorageServer } from './storage-server.js';

const BUCKET = 'marketing-autopilot';
const DAY_MS = 24 * 3_600_000;
const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');

let folder: string;
let server: StorageServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marketing-files-'));
  server = await StorageServer.start();
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const local = () => new LocalStorage(join(folder, 'storage'));
const supabase = (key = SERVICE_KEY, patienceMs = 5_000) =>
  new SupabaseStorage(
    new SupabaseAdmin(
      loadSettings({
        ENVIRONMENT: 'test',
        DATABASE_URL: 'postgres://127.0.0.1/none',
        SUPABASE_URL: server.url,
        SUPABASE_SERVICE_ROLE_KEY: key,
        SUPABASE_JWT_SECRET: 'x'.repeat(32),
        SECRET_MASTER_KEY: '0'.repeat(64),
      }),
    ),
    BUCKET,
    patienceMs,
  );

const LOCAL = { where: 'a folder', make: local, kept: () => readdir(join(folder, 'storage', 'imports')) };
const SUPABASE = {
  where: 'Supabase Storage',
  make: supabase as () => FileStorage,
  kept: async () => [...server.objects.keys()].map((path) => path.replace(`${BUCKET}/imports/`, '')),
};

async function* pieces(...all: (string | Buffer | Error)[]): AsyncGenerator<Buffer> {
  for (const piece of all) {
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece);
  }
}

describe.each([LOCAL, SUPABASE])('a file kept in $where', ({ make, kept }) => {
  it('is read as it was written, and gone once removed, again and again', async () => {
    const storage = make();
    await storage.check();
    await storage.write('imports/a.csv', pieces('first,', 'second'));
    expect(await text(await storage.read('imports/a.csv'))).toBe('first,second');
    await storage.remove(['imports/a.csv', 'imports/never-there.csv']);
    await storage.remove(['imports/a.csv']);
    await storage.remove([]);
    expect(await kept()).toEqual([]);
    await expect(storage.read('imports/a.csv')).rejects.toMatchObject({ code: 'storage/file-missing' });
  });

  it('comes back in small pieces, and its reader may stop anywhere', async () => {
    const storage = make();
    await storage.write('imports/large.csv', pieces(...Array.from({ length: 20 }, () => MEGABYTE)));
    expect((await buffer(await storage.read('imports/large.csv'))).length).toBe(20 * MEGABYTE.length);
    for await (const piece of await storage.read('imports/large.csv')) {
      expect(piece.length).toBeLessThanOrEqual(MEGABYTE.length);
      break;
    }
  });

  it('is not held in memory while it arrives', async () => {
    const storage = make();
    server.isForgetful = true;
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = () => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = held();
    let after = before;
    async function* much(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 1_600; piece++) yield Buffer.alloc(64 * 1024, 'x');
      after = held();
    }
    await storage.write('imports/large.csv', much());
    expect(after - before).toBeLessThan(30 * MEGABYTE.length);
  });

  it('whose content breaks off is not there, and the reason is passed on', async () => {
    const storage = make();
    const reason = new Error('the visitor left');
    await expect(storage.write('imports/half.csv', pieces(MEGABYTE, MEGABYTE, reason))).rejects.toBe(reason);
    expect(await kept()).toEqual([]);
    await expect(storage.read('imports/half.csv')).rejects.toMatchObject({ code: 'storage/file-missing' });
  });

  it.each([
    '../secrets.csv',
    'imports/../../secrets.csv',
    '/etc/passwd.csv',
    'imports//a.csv',
    'imports/.a.csv',
    'imports/a.csv/../b.csv',
    'imports/a%2e%2e.csv',
    'imports/a.csv\u0000.txt',
    'imports\\a.csv',
    'a.csv',
    '',
  ])('has a path of our own making, so nothing lies at %j', async (path) => {
    const storage = make();
    await expect(storage.write(path, pieces('x'))).rejects.toThrow(TypeError);
    await expect(storage.read(path)).rejects.toThrow(TypeError);
    await expect(storage.remove([path])).rejects.toThrow(TypeError);
    await expect(storage.sweep(`${path}/..`, new Date())).rejects.toThrow(TypeError);
  });
});

describe('a folder of files', () => {
  it('is not left through a link, neither in a folder’s place nor in a file’s', async () => {
    const storage = local();
    await writeFile(join(folder, 'secret.csv'), 'secret');
    await mkdir(join(folder, 'storage', 'imports'), { recursive: true });
    await symlink(join(folder, 'secret.csv'), join(folder, 'storage', 'imports', 'link.csv'));
    await symlink(folder, join(folder, 'storage', 'elsewhere'));
    for (const path of ['imports/link.csv', 'elsewhere/secret.csv'])
      await expect(storage.read(path)).rejects.toMatchObject({ code: 'storage/folder-failed' });
    await expect(storage.write('elsewhere/new.csv', pieces('x'))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await storage.write('imports/link.csv', pieces('mine'));
    await storage.remove(['imports/link.csv', 'elsewhere/secret.csv']);
    expect(await readdir(folder)).toEqual(['secret.csv', 'storage']);
    expect(await readFile(join(folder, 'secret.csv'), 'utf8')).toBe('secret');
  });

  it('that cannot be written to is told by the name of its setting', async () => {
    await writeFile(join(folder, 'storage'), 'a file in its place');
    const refusal = { code: 'storage/folder-failed', message: expect.stringContaining('DATA_DIR') };
    await expect(local().check()).rejects.toMatchObject(refusal);
    await expect(local().write('imports/a.csv', pieces('x'))).rejects.toMatchObject(refusal);
  });

  it('is swept of what is older than asked, and of what a crash has left half-written an hour ago', async () => {
    const storage = local();
    const aged = async (name: string, ageMs: number) => {
      const at = new Date(Date.now() - ageMs);
      await writeFile(join(folder, 'storage', 'imports', name), 'x');
      await utimes(join(folder, 'storage', 'imports', name), at, at);
    };
    await storage.sweep('imports', new Date());
    await storage.write('imports/new.csv', pieces('x'));
    await aged('old.csv', 8 * DAY_MS);
    await aged('young.csv', 6 * DAY_MS);
    await aged('dead.csv.part', 2 * 3_600_000);
    await aged('arriving.csv.part', 60_000);
    await storage.sweep('imports', new Date(Date.now() - 7 * DAY_MS));
    expect((await LOCAL.kept()).sort()).toEqual(['arriving.csv.part', 'new.csv', 'young.csv']);
  });
});

describe('Supabase Storage', () => {
  it('gets a private bucket when the first file comes, made once', async () => {
    const storage = supabase();
    await Promise.all(['a', 'b', 'c'].map((name) => storage.write(`imports/${name}.csv`, pieces(name))));
    expect([...server.buckets]).toEqual([[BUCKET, { public: false }]]);
    expect(server.requests.filter((one) => one === 'POST bucket')).toHaveLength(1);
    expect(await text(await storage.read('imports/b.csv'))).toBe('b');
  });

  it('gets its bucket again when somebody has deleted it', async () => {
    const storage = supabase();
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
    await expect(supabase().check()).rejects.toMatchObject(refusal);
    await expect(supabase().write('imports/a.csv', pieces('x'))).rejects.toMatchObject(refusal);
    expect(server.objects.size).toBe(0);
  });

  it('that refuses the key is told by the name of the setting', async () => {
    const refusal = {
      code: 'storage/key-refused',
      kind: 'unavailable',
      message: expect.stringContaining('SUPABASE_SERVICE_ROLE_KEY'),
    };
    const storage = supabase('another-key');
    await expect(storage.check()).rejects.toMatchObject(refusal);
    await expect(storage.write('imports/a.csv', pieces('x'))).rejects.toMatchObject(refusal);
    await expect(storage.read('imports/a.csv')).rejects.toMatchObject(refusal);
    await expect(storage.remove(['imports/a.csv'])).rejects.toMatchObject(refusal);
  });

  it('that takes no file this large says so, and keeps nothing', async () => {
    const storage = supabase();
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
      const storage = supabase(SERVICE_KEY, 300);
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
    const storage = supabase(SERVICE_KEY, 300);
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
      const storage = supabase(SERVICE_KEY, 300);
      await storage.write('imports/a.csv', pieces(MEGABYTE));
      server.fault = fault;
      const reading = storage.read('imports/a.csv').then((content) => buffer(content));
      await expect(reading).rejects.toMatchObject({ code: 'storage/unreachable' });
      server.fault = null;
      expect((await buffer(await storage.read('imports/a.csv'))).length).toBe(MEGABYTE.length);
    },
  );

  it('waits for a slow reader, and for a slow writer, as long as they like', async () => {
    const storage = supabase(SERVICE_KEY, 300);
    async function* slowly(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 3; piece++) {
        await new Promise((resolve) => setTimeout(resolve, 400));
        yield MEGABYTE;
      }
    }
    await storage.write('imports/a.csv', slowly());
    let bytes = 0;
    let waits = 0;
    for await (const piece of await storage.read('imports/a.csv')) {
      if (waits++ < 2) await new Promise((resolve) => setTimeout(resolve, 400));
      bytes += piece.length;
    }
    expect(bytes).toBe(3 * MEGABYTE.length);
  });

  it('is swept of what is older than asked, and of nothing in other folders', async () => {
    const storage = supabase();
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
