import { missingEntries } from '../../scripts/complete-lock.js';
import { textOf } from './sources.js';

describe('package-lock.json', () => {
  it('names the optional packages of every platform, so that npm ci takes it anywhere', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: object };
    expect(Object.keys(missingEntries({ ...packages }))).toEqual([]);
  });

  it('would be completed with what the names say', () => {
    const tool = {
      version: '2.0.0',
      dev: true,
      optionalDependencies: { '@tool/linux-arm64-musl': '2.0.0', '@tool/win32-x64': '2.0.0' },
    };
    const locked = { 'node_modules/tool': tool, 'node_modules/@tool/win32-x64': { version: '2.0.0' } };
    expect(missingEntries(locked)).toEqual({
      'node_modules/@tool/linux-arm64-musl': {
        version: '2.0.0',
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
        dev: true,
        optional: true,
      },
    });
  });
});
