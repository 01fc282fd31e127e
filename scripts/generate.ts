/** Writes the files that are generated from the code, or, with `--check`, fails when one differs. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { format, resolveConfig } from 'prettier';
import { tableTypes } from './table-types.ts';

const directory = mkdtempSync(join(tmpdir(), 'generate-'));
const check = process.argv.includes('--check');
const schemaOnly = process.argv.includes('--schema');

async function put(path: string, text: string): Promise<boolean> {
  const formatted = await format(text, { ...(await resolveConfig(path)), filepath: path });
  if (existsSync(path) && readFileSync(path, 'utf8') === formatted) return true;
  if (check) {
    console.error(`${path} differs from its source: run \`npm run generate\`.`);
    return false;
  }
  writeFileSync(path, formatted);
  console.log(`wrote ${path}`);
  return true;
}

async function main(): Promise<boolean> {
  const { tables } = await tableTypes(join(directory, 'tables'));
  let same = await put('src/platform/database/schema.generated.ts', tables);
  if (!schemaOnly) {
    const { apiDocument } = await import('./api-document.ts');
    same =
      (await put('docs/openapi.json', JSON.stringify(await apiDocument(join(directory, 'document'))))) &&
      same;
    const { clientTypes } = await import('./client-types.ts');
    same = (await put('demo/api.generated.ts', await clientTypes('docs/openapi.json'))) && same;
  }
  return same;
}

const same = await main().finally(() => rmSync(directory, { recursive: true, force: true }));
process.exit(same ? 0 : 1);
