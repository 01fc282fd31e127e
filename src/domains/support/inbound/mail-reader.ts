import { extname } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ThreadPool } from '#platform/threads/thread-pool';
import { WorkTooHeavy } from '#platform/threads/threads.errors';
import type { MailReading } from './mail-reading.worker.js';
import type { InboundMail } from './parsed-mail.js';

const SCRIPT = new URL(`./mail-reading.worker${extname(import.meta.url)}`, import.meta.url);
const LIMITS = { threads: 1, waiting: 50, time: 10_000, memory: 256, growth: 512 };

/**
 * Reads mail of strangers on a thread of its own: however it is built, requests are served meanwhile. A mail gets ten seconds
 * and a quarter of a gigabyte of heap.
 */
@Injectable()
export class MailReader implements OnApplicationShutdown {
  private readonly threads = new ThreadPool<Uint8Array, MailReading>(SCRIPT, LIMITS);

  /** Undefined for what is no mail; `too-heavy` for what takes more than a mail gets. Throws `threads/busy`. */
  async read(bytes: Uint8Array): Promise<InboundMail | 'too-heavy' | undefined> {
    try {
      const mail = await this.threads.run(bytes);
      return mail === null ? undefined : { ...mail, files: mail.files.map(withBuffer) };
    } catch (error) {
      if (error instanceof WorkTooHeavy) return 'too-heavy';
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }
}

/** Between threads a buffer becomes plain bytes. */
function withBuffer<File extends { readonly content: Uint8Array }>(file: File): File & { content: Buffer } {
  const { buffer, byteOffset, byteLength } = file.content;
  return { ...file, content: Buffer.from(buffer, byteOffset, byteLength) };
}
