/**
 * Puts optional packages of other platforms back into package-lock.json. npm leaves them out when the registry it asked
 * does not serve them, and then `npm ci` refuses the file everywhere. Run after `npm install`; `--check` only looks.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const path = 'package-lock.json';
const platforms =
  /^(.+[/-])?(android|darwin|freebsd|linux|openharmony|win32)-([a-z]+\d*[a-z\d]*)(?:-(\w+))?$/;

/** The places where Node would look for a dependency of the package that lies at `from`, nearest first. */
function placesFor(name: string, from: string): string[] {
  const above = from
    .split('/node_modules/')
    .map((_, at, parts) => parts.slice(0, at + 1).join('/node_modules/'));
  return [...above.toReversed().map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}

/** What a package's name says about the platform it is for, in the words of the lock file. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | undefined {
  const [, , os, cpu, abi = ''] = platforms.exec(name) ?? [];
  if (!os || !cpu) return undefined;
  const libc = abi.startsWith('musl') ? ['musl'] : abi.startsWith('gnu') ? ['glibc'] : undefined;
  return { os: [os], cpu: [cpu], ...(libc && { libc }) };
}

/** The entries that are missing, by their place in the lock file. */
export function missingEntries(packages: Record<string, LockedPackage>): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [from, { dev, optionalDependencies = {} }] of Object.entries(packages))
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      if (!platform || !/^\d/.test(version) || placesFor(name, from).some((place) => place in packages))
        continue;
      missing[`node_modules/${name}`] = { version, ...platform, ...(dev && { dev }), optional: true };
    }
  return missing;
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockedPackage> };
  const missing = missingEntries(lock.packages);
  const names = Object.keys(missing);
  if (names.length > 0 && process.argv.includes('--check')) {
    console.error(`${path} lacks ${names.length} packages of other platforms: run \`npm run lock\`.`);
    process.exitCode = 1;
  } else if (names.length > 0) {
    const all = Object.entries({ ...lock.packages, ...missing });
    const sorted = all.toSorted(([one], [other]) => one.localeCompare(other, 'en'));
    writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
    console.log(`${path}: added ${names.join(', ')}`);
  } else console.log(`${path} is complete`);
}
