import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Extensions, PGlite } from '@electric-sql/pglite';

const PACKAGE = 'node_modules/@electric-sql/pglite/package.json';
const CACHE = 'node_modules/.cache/bare-database';

/** A database in memory with nothing in it. Making one takes seconds, so the first is kept and the others are its copies. */
export async function bareDatabase(extensions: Extensions = {}): Promise<PGlite> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  const path = join(CACHE, `${version}.tar`);
  const kept = (await readFile(path).catch(() => null)) ?? (await makeSnapshot(path));
  return PGlite.create({ loadDataDir: new Blob([kept]), extensions });
}

async function makeSnapshot(path: string): Promise<Buffer> {
  const postgres = await PGlite.create();
  const dump = Buffer.from(await (await postgres.dumpDataDir('none')).arrayBuffer());
  await postgres.close();
  await mkdir(CACHE, { recursive: true });
  const making = `${path}.${randomUUID()}`;
  await writeFile(making, dump);
  await rename(making, path);
  return dump;
}
