import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { ThreadPool } from '#platform/threads/thread-pool';
import { WorkTooHeavy } from '#platform/threads/threads.errors';
import { MjmlInvalid } from '../../email.errors.js';
import { liquidSegments, replaceSegments } from '../liquid-segments.js';
import type { CompiledMjml } from './mjml.worker.js';

/** A mail of the greatest length, with rules that are written into each of its elements, takes about 250 ms of a processor. */
const LIMITS = { threads: 1, waiting: 50, time: 5_000, cpu: 400, memory: 256 };
const MOST_COMPONENTS = 1_000;
/** MJML takes a third of a second to load, which is to disturb neither the start nor the first author. */
const WARM_AFTER_MS = 5_000;
const OPEN = '\uE001';
const CLOSE = '\uE002';
const MARKED = /\uE001(\d+)\uE002/g;
const LONGEST = 400_000;

/**
 * Compiles MJML on a thread of its own, within half a second: a template of more than a thousand components is refused at
 * once, and whatever else takes more than 0.4 seconds of a processor, or too much memory, ends with its thread. Nothing is
 * read from files.
 */
@Injectable()
export class MjmlCompiler implements OnApplicationBootstrap, OnApplicationShutdown {
  private warming: NodeJS.Timeout | undefined;
  private readonly threads = new ThreadPool<string, CompiledMjml>(
    new URL(import.meta.resolve('./mjml.worker.js')),
    LIMITS,
  );

  constructor(private readonly settings: Settings) {}

  onApplicationBootstrap(): void {
    if (this.settings.plays('web'))
      this.warming = setTimeout(() => this.threads.warm(), WARM_AFTER_MS).unref();
  }

  /** The HTML, its Liquid as it stood in the MJML. Throws `email/mjml-invalid` with the first thing that is wrong. */
  async compile(mjml: string): Promise<string> {
    if (mjml.split('<mj-').length > MOST_COMPONENTS + 1)
      throw refused(`it has more than ${MOST_COMPONENTS} components`);
    const kept: string[] = [];
    // Liquid holds quotes and brackets that are none of MJML's business, and MJML would escape them.
    const marked = replaceSegments(mjml, liquidSegments(mjml), (markup, index) => {
      kept.push(markup);
      return `${OPEN}${index}${CLOSE}`;
    });
    const { html, problem } = await this.threads.run(marked).catch((error: unknown) => {
      throw error instanceof WorkTooHeavy ? refused('it takes too long') : error;
    });
    if (problem !== null) throw refused(problem.replace(MARKED, (_, index) => kept[Number(index)] ?? ''));
    const used = new Set([...html.matchAll(MARKED)].map(([, index]) => Number(index)));
    const lost = kept.find((markup, index) => !used.has(index) && !isComment(markup));
    if (lost !== undefined)
      throw refused(`${lost.slice(0, 60)} stands between components; put it into <mj-raw>`);
    const filled = html.replace(MARKED, (_, index: string) => kept[Number(index)] ?? '');
    if (filled.length > LONGEST) throw refused(`its HTML is longer than ${LONGEST} characters`);
    return filled;
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.warming);
    await this.threads.close();
  }
}

function refused(reason: string) {
  const message = reason.slice(0, 300);
  return new MjmlInvalid(message).withIssues([{ path: 'mjml_content', message }]);
}

function isComment(markup: string): boolean {
  return /^\{%-?\s*(?:comment|#)/.test(markup);
}
