import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LocalStorage } from '#platform/storage/adapters/local/local.storage';
import type { FileStorage } from '#platform/storage/file-storage';
import { BUCKET, DAY_MS, MEGABYTE, pieces, storageAt } from './storage.makers.js';
import { StorageServer } from './storage-server.js';

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

const LOCAL = {
  where: 'a folder',
  make: (): FileStorage => local(),
  kept: () => readdir(join(folder, 'storage', 'imports')),
};
const SUPABASE = {
  where: 'Supabase Storage',
  make: () => storageAt(server),
  kept: async () => [...server.objects.keys()].map((path) => path.replace(`${BUCKET}/imports/`, '')),
};

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
    const held = async () => {
      collect();
      await setImmediate();
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = await held();
    let after = before;
    async function* much(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 3_200; piece++) yield Buffer.alloc(64 * 1024, 'x');
      after = await held();
    }
    await storage.write('imports/large.csv', much());
    expect(after - before).toBeLessThan(100 * MEGABYTE.length);
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
