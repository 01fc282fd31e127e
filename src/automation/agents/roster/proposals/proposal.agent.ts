import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { GenerateProposal } from '#domains/proposals/drafts/generate-proposal.dto';
import { fallbackTexts } from '#domains/proposals/drafts/fallback-texts';
import { toProposalRequest } from '#domains/proposals/drafts/proposal-request';
import type { ProposalRequest } from '#domains/proposals/drafts/proposal-request.dto';
import { proposalTextsShape } from '#domains/proposals/drafts/proposal-texts';
import { ProposalService } from '#domains/proposals/proposal.service';
import { ProposalTemplateService } from '#domains/proposals/templates/proposal-template.service';
import type { AiPart } from '#platform/ai/ai-request';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import { BrandVoice } from '../../brand/brand-voice.js';
import { dtoForm } from '../../dto-form.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { WRITE_PROPOSAL } from './proposal.prompts.js';

const GenerateInput = dtoForm(GenerateProposal);
const GenerateOutput = z.looseObject({ id: z.string(), template_type: z.string(), status: z.string() });
const TRANSCRIPT = {
  kind: 'transcript',
  ref: 'call_transcript',
  title: 'Call transcript',
  offset: 0,
} as const;

/** Drafts proposals: prices, phases and terms by rules, the texts from what was said. */
@Injectable()
export class ProposalAgent extends BaseAgent {
  readonly id = 'proposal_generator';
  override readonly aliases = ['proposal', 'proposals', 'proposal_agent'];
  readonly name = 'Proposal Generator';
  readonly does = 'Drafts a proposal for a client, with texts from the request and the transcript of a call.';

  readonly tasks = {
    generate_proposal: defineTask({
      does: 'Drafts a proposal and keeps it: prices, phases and terms by the template, texts from what was said.',
      risk: 'draft',
      input: GenerateInput,
      output: GenerateOutput,
      work: (run, body) => this.generate(run, toProposalRequest(body)),
    }),
  };

  constructor(
    private readonly proposals: ProposalService,
    private readonly templates: ProposalTemplateService,
    private readonly brand: BrandVoice,
  ) {
    super();
  }

  private async generate(run: AgentRun, request: ProposalRequest): Promise<z.input<typeof GenerateOutput>> {
    const template = await this.templates.find(run.userId, request.template_type);
    // A template that does not exist is told by the room it is missing from.
    if (!template) return { ...(await this.proposals.draft(run.userId, request)) };
    const voice = await this.brand.of(run);
    const fallback = fallbackTexts(request, template);
    const { value: texts, ai } = await run.ask({
      prompt: WRITE_PROPOSAL,
      about: { template: template.id.replaceAll('_', ' '), brand: voice.text },
      parts: partsOf(request),
      shape: proposalTextsShape(template),
      offline: () => fallback.texts,
      temperature: 0.5,
      maxTokens: 6_000,
    });
    const sources = request.call_transcript === '' ? [] : [TRANSCRIPT];
    const provenance = ai
      ? run.provenance({ brandVersion: voice.version, sources })
      : { ...fallback.provenance, brand_version: voice.version, run_id: run.id };
    const says = `Keep a proposal for ${request.client_info.company_name}`;
    const proposal = await run.change({ key: 'keep the draft', risk: 'draft', says }, () =>
      this.proposals.draft(
        run.userId,
        request,
        { texts, provenance },
        voice.name === null ? null : { name: voice.name },
      ),
    );
    return { ...proposal };
  }
}

function partsOf({ call_transcript: transcript, ...request }: ProposalRequest): AiPart[] {
  return [
    { kind: 'untrusted', source: 'request', text: JSON.stringify(request, null, 1) },
    ...(transcript === ''
      ? []
      : [{ kind: 'untrusted', source: 'call transcript', text: transcript } as const]),
  ];
}
