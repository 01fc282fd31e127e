import { parentPort } from 'node:worker_threads';
import mjml2html from 'mjml';
import type { ThreadAnswer } from '#platform/threads/thread-pool';

/** The HTML, or what is wrong with the MJML. */
export interface CompiledMjml {
  readonly html: string;
  readonly problem: string | null;
}

/** What a thread of `MjmlCompiler` runs: one template after the other. */
parentPort?.on('message', (mjml: string) => {
  void answer(mjml).then((answered) => parentPort?.postMessage(answered));
});

async function answer(mjml: string): Promise<ThreadAnswer<CompiledMjml>> {
  try {
    const { html, errors } = await mjml2html(mjml, {
      ignoreIncludes: true,
      validationLevel: 'soft',
      keepComments: false,
    });
    const [first] = errors;
    return { result: { html, problem: first ? `line ${first.line}: ${first.message}` : null } };
  } catch (error) {
    return { result: { html: '', problem: error instanceof Error ? error.message : String(error) } };
  }
}
