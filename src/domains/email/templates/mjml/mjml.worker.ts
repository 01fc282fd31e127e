import mjml2html from 'mjml';
import { answerTasks } from '#platform/threads/thread-script';

/** The HTML, or what is wrong with the MJML. */
export interface CompiledMjml {
  readonly html: string;
  readonly problem: string | null;
}

answerTasks(async (mjml: string): Promise<CompiledMjml> => {
  try {
    const { html, errors } = await mjml2html(mjml, {
      ignoreIncludes: true,
      validationLevel: 'soft',
      keepComments: false,
    });
    const [first] = errors;
    return { html, problem: first ? `line ${first.line}: ${first.message}` : null };
  } catch (error) {
    return { html: '', problem: error instanceof Error ? error.message : String(error) };
  }
});
