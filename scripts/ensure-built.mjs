/** Builds `dist` when it is missing or older than the sources, so that a second start is quick. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ENTRY = 'dist/main.js';

function newest(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs), 0);
}

const inputs = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package.json'];
const wanted = existsSync('src')
  ? Math.max(newest('src'), ...inputs.filter(existsSync).map((path) => statSync(path).mtimeMs))
  : 0;

if (!existsSync(ENTRY) || statSync(ENTRY).mtimeMs < wanted) {
  process.stdout.write('Building …\n');
  const nest = fileURLToPath(new URL('../node_modules/@nestjs/cli/bin/nest.js', import.meta.url));
  execFileSync(process.execPath, [nest, 'build'], { stdio: 'inherit' });
}
