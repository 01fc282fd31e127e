import { Injectable } from '@nestjs/common';
import { analyzeHeadline } from '#domains/content/headlines/headline-analysis';
import { MailPerformance } from '#domains/email/performance/mail-performance.service';
import type { z } from 'zod';
import { type AgentTask, defineTask } from '../../agent-task.js';
import { BrandVoice } from '../../brand/brand-voice.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { EmailContent } from './email-content.js';
import * as forms from './email.forms.js';
import { VARY_SUBJECT } from './email.prompts.js';
import { subjectsByRule } from './subjects-by-rule.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** Tasks about mail that more than one agent takes. */
@Injectable()
export class EmailTasks {
  readonly generate_ab_variants: AgentTask = defineTask({
    does: 'Writes three variants of a subject line or a call to action, each with another idea.',
    risk: 'read',
    input: forms.AbVariantsInput,
    output: forms.AbVariantsOutput,
    work: (run, { base_content }) => this.vary(run, base_content),
  });

  readonly suggest_send_time: AgentTask = defineTask({
    does: 'Tells at which hour your mail is opened most, from what was opened so far.',
    risk: 'read',
    input: forms.SendTimeInput,
    output: forms.SendTimeOutput,
    work: (run) => this.sendTime(run),
  });

  constructor(
    private readonly mail: MailPerformance,
    private readonly brand: BrandVoice,
    readonly content: EmailContent,
  ) {}

  private async vary(run: AgentRun, base: string): Promise<z.input<typeof forms.AbVariantsOutput>> {
    const voice = await this.brand.of(run);
    const { value, ai } = await run.ask({
      prompt: VARY_SUBJECT,
      about: { brand: voice.text },
      parts: [{ kind: 'untrusted', source: 'text', text: base }],
      shape: { name: 'ab_variants', type: forms.AbTexts },
      offline: () => ({ variants: subjectsByRule(base) }),
      temperature: 0.9,
    });
    const variants = value.variants.slice(0, 3).map((text) => ({ text, score: analyzeHeadline(text).score }));
    return { variants, estimated: true, ai, provenance: run.provenance({ brandVersion: voice.version }) };
  }

  private async sendTime(run: AgentRun): Promise<z.input<typeof forms.SendTimeOutput>> {
    const best = await run.step({ key: 'read openings by hour' }, () => this.mail.bestHour(run.userId));
    const { weekday, hour, minute, improvement, confidence, estimated } = best;
    const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
    return {
      optimal_time: `${DAYS[weekday] ?? DAYS[2]} ${clock}`,
      improvement,
      confidence,
      timezone: 'UTC',
      estimated,
    };
  }
}
