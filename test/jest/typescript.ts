/** Lets Node import our TypeScript: each file is compiled once per process, when it is first asked for. */
import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { COMPILER } from './compiler.ts';

const isOurs = (url: string) => url.endsWith('.ts') && !url.includes('/node_modules/');

registerHooks({
  /** `./file.js` means the file.ts it will be made from. */
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && isOurs(context.parentURL ?? '')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return next(source.href, context);
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!isOurs(url)) return next(url, context);
    const path = fileURLToPath(url);
    const { code } = transformSync(readFileSync(path, 'utf8'), { ...COMPILER, filename: path });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
