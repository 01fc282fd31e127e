import { ModuleMocker } from 'jest-mock';

/** The process as it is, instead of a sandbox per test file; what Jest changes in it is put back after each file. */
export default class ProcessEnvironment {
  readonly global = globalThis;
  readonly moduleMocker = new ModuleMocker(globalThis);
  private readonly before = { console: globalThis.console, exit: process.exit };

  getVmContext() {
    return null;
  }

  async setup(): Promise<void> {
    // Node itself names the lines of the sources (--enable-source-maps); Jest's formatter knows only what Jest compiled.
    Reflect.deleteProperty(Error, 'prepareStackTrace');
  }

  async teardown(): Promise<void> {
    globalThis.console = this.before.console;
    process.exit = this.before.exit;
  }
}
