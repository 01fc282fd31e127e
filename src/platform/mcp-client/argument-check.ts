import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ThreadPool } from '#platform/threads/thread-pool';
import { ThreadsBusy } from '#platform/threads/threads.errors';
import { McpArgumentsUnfit, McpSchemaUnfit } from './mcp-client.errors.js';
import type { McpTool } from './mcp-tool.js';

const LIMITS = { threads: 1, waiting: 100, time: 2_000, memory: 64 };
const LONGEST_MISFIT = 500;

export interface ArgumentTask {
  readonly schema: Record<string, unknown>;
  readonly given: Record<string, unknown>;
}

/**
 * Holds arguments against the schema of a tool. A stranger has written the schema, patterns and references included, so the
 * work is done on a thread of its own, with a limit on its time and memory.
 */
@Injectable()
export class ArgumentCheck implements OnApplicationShutdown {
  private readonly threads = new ThreadPool<ArgumentTask, string | null>(
    new URL(import.meta.resolve('./argument-check.worker.js')),
    LIMITS,
  );

  /** Throws `McpArgumentsUnfit` and says what does not fit. */
  async check({ name, input_schema: schema }: McpTool, given: Record<string, unknown>): Promise<void> {
    const misfit = await this.threads.run({ schema, given }).catch((error: unknown) => {
      throw error instanceof ThreadsBusy ? error : new McpSchemaUnfit(name);
    });
    if (misfit === null) return;
    const message = misfit.slice(0, LONGEST_MISFIT);
    throw new McpArgumentsUnfit(name).withIssues([{ path: 'arguments', message }]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }
}
