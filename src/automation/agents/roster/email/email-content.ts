import { Injectable } from '@nestjs/common';
import { analyzeHeadline } from '#domains/content/headlines/headline-analysis';
import { safeHtml } from '#platform/html/safe-html';
import type { z } from 'zod';
import { type AgentTask, defineTask } from '../../agent-task.js';
import { BrandVoice } from '../../brand/brand-voice.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { emailByRule } from '../content/copy-by-rule.js';
import { audienceWords } from '../content/copy.forms.js';
import * as forms from './email.forms.js';
import { WRITE_MAIL } from './email.prompts.js';
import { subjectsByRule } from './subjects-by-rule.js';

const SUBJECTS = 5;
const LONGEST_BRIEF = 20_000;

/** Writes the words of a mail with several subject lines to choose from. */
@Injectable()
export class EmailContent {
  readonly generate_content: AgentTask = defineTask({
    does: 'Writes a mail for an audience: its body, its preview line and several subject lines, each with a score.',
    risk: 'read',
    input: forms.ContentInput,
    output: forms.ContentOutput,
    work: (run, input) => this.write(run, input),
  });

  constructor(private readonly brand: BrandVoice) {}

  private async write(
    run: AgentRun,
    input: z.output<typeof forms.ContentInput>,
  ): Promise<z.input<typeof forms.ContentOutput>> {
    const voice = await this.brand.of(run);
    const { campaign_type, audience, topic, tone, key_messages, call_to_action } = input;
    const brief = {
      topic: topic ?? `${campaign_type.replaceAll('_', ' ')} mail`,
      audience,
      keyMessages: key_messages ?? [],
      ...(call_to_action !== undefined && { callToAction: call_to_action }),
    };
    const { value, ai } = await run.ask({
      prompt: WRITE_MAIL,
      about: { tone, brand: voice.text },
      parts: [{ kind: 'untrusted', source: 'brief', text: briefOf(input) }],
      shape: { name: 'mail', type: forms.MailDraft },
      offline: () => {
        const { subject_line, preview_text, html_content } = emailByRule(brief);
        return { subject_lines: [subject_line, ...subjectsByRule(subject_line)], preview_text, html_content };
      },
      maxTokens: 3_000,
    });
    const subject_lines = different(value.subject_lines)
      .map((text) => ({ text, score: analyzeHeadline(text).score }))
      .sort((a, b) => b.score - a.score);
    return {
      subject: subject_lines[0]?.text ?? '',
      subject_lines,
      content: safeHtml(value.html_content),
      preview: value.preview_text,
      estimated: true,
      ai,
      provenance: run.provenance({ brandVersion: voice.version }),
    };
  }
}

/** The brief in lines, options that are not ours at its end. */
function briefOf(input: z.output<typeof forms.ContentInput>): string {
  const { campaign_type, audience, topic, tone: _, key_messages = [], call_to_action, ...more } = input;
  const lines = [
    `Kind of mail: ${campaign_type}`,
    ...(topic === undefined ? [] : [`Topic: ${topic}`]),
    `For: ${audienceWords(audience)}`,
    ...key_messages.map((message) => `To be said: ${message}`),
    ...(call_to_action === undefined ? [] : [`Call to action: ${call_to_action}`]),
    ...Object.entries(more).map(([name, value]) => `${name}: ${JSON.stringify(value)}`.slice(0, 2_000)),
  ];
  return lines.join('\n').slice(0, LONGEST_BRIEF);
}

/** None twice, five at most. */
function different(lines: readonly string[]): string[] {
  const byWords = new Map(lines.toReversed().map((line) => [line.trim().toLowerCase(), line.trim()]));
  return [...byWords.values()].toReversed().slice(0, SUBJECTS);
}
