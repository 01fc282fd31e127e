import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Ai } from '#platform/ai/ai';
import type { AiPart, AiRequest } from '#platform/ai/ai-request';
import type { PromptDefinition } from '#platform/ai/prompt/define-prompt';
import { provenanceOf } from '#platform/ai/provenance';
import { BrandService } from '../brand.service.js';
import { findViolations } from '../check/find-violations.js';
import type { RuleId } from '../check/violation.dto.js';
import type { BrandGuide } from '../guide/brand-guide.js';
import { guideText } from '../guide/guide-text.js';
import { rewritten, TONE_RULES, WORD_RULES } from './rewrite.js';
import { analysisOf } from './voice-analysis.js';
import type {
  Alternatives,
  AnalyseVoice,
  EnhanceText,
  RewrittenText,
  SuggestAlternatives,
  VoiceAnalysis,
} from './voice.dto.js';
import { AlternativesPrompt, EnhancePrompt, VoiceAnalysisPrompt } from './voice.prompt.js';

const SUGGESTIONS = {
  name: 'brand_suggestions',
  type: z.object({ suggestions: z.array(z.string().min(1).max(500)).max(5) }),
};
const ENHANCED = {
  name: 'enhanced_text',
  type: z.object({ enhanced_content: z.string().min(1).max(60_000) }),
};
const ALTERNATIVES = {
  name: 'alternatives',
  type: z.object({ alternatives: z.array(z.string().min(1).max(6_000)).max(5) }),
};
/** What can be put right without a model. */
const EVERYTHING: readonly RuleId[] = [...WORD_RULES, ...TONE_RULES, 'required-phrase'];
const TOLD_VIOLATIONS = 50;

/** Tokens an answer may have; a text that is rewritten may take as many as a token for two characters. */
const TOKENS = 4_000;
const CHARACTERS_PER_TOKEN = 2;

/** Texts in the voice of the brand: judged by rules, written by a model, and what it wrote judged again. */
@Injectable()
export class VoiceService {
  constructor(
    private readonly ai: Ai,
    private readonly brands: BrandService,
  ) {}

  async analyse(
    userId: string,
    { content, brandId }: AnalyseVoice,
    signal: AbortSignal,
  ): Promise<VoiceAnalysis> {
    const guide = await this.brands.guide(userId, brandId);
    const analysis = analysisOf(guide, content);
    const offline = () => ({ suggestions: [] });
    const request = { userId, feature: 'brand.voice-analysis', signal, offline };
    const answer = await this.ai.answer(
      { ...request, ...asked(VoiceAnalysisPrompt, guide, content) },
      SUGGESTIONS,
    );
    return {
      ...analysis,
      suggestions: [...analysis.suggestions, ...answer.value.suggestions],
      ai: answer.ai,
      provenance: provenanceOf(answer, VoiceAnalysisPrompt, guide),
    };
  }

  async enhance(
    userId: string,
    { content, targetVoice, brandId }: EnhanceText,
    signal: AbortSignal,
  ): Promise<RewrittenText> {
    const guide = await this.brands.guide(userId, brandId);
    const offline = () => ({
      enhanced_content: rewritten(content, findViolations(guide, content), EVERYTHING),
    });
    const request = { userId, feature: 'brand.enhance', signal, offline };
    const answer = await this.ai.answer(
      { ...request, ...asked(EnhancePrompt, guide, content, targetVoice) },
      ENHANCED,
    );
    const { enhanced_content: enhanced } = answer.value;
    return {
      enhanced_content: enhanced,
      violations: findViolations(guide, enhanced),
      ai: answer.ai,
      provenance: provenanceOf(answer, EnhancePrompt, guide),
    };
  }

  async alternatives(
    userId: string,
    { text, brandId }: SuggestAlternatives,
    signal: AbortSignal,
  ): Promise<Alternatives> {
    const guide = await this.brands.guide(userId, brandId);
    const offline = () => ({ alternatives: alternativesByRule(guide, text) });
    const request = { userId, feature: 'brand.alternatives', signal, offline };
    const answer = await this.ai.answer(
      { ...request, ...asked(AlternativesPrompt, guide, text) },
      ALTERNATIVES,
    );
    const { alternatives } = answer.value;
    return {
      alternatives,
      checked: alternatives.map((each) => ({ text: each, violations: findViolations(guide, each) })),
      ai: answer.ai,
      provenance: provenanceOf(answer, AlternativesPrompt, guide),
    };
  }
}

/** The question to a model: the guide in its instructions, and all that was written by others marked off. */
function asked(
  prompt: PromptDefinition<{ guide: string }>,
  guide: BrandGuide,
  content: string,
  wantedVoice: string = '',
): Pick<AiRequest, 'instructions' | 'promptVersion' | 'messages' | 'maxTokens'> {
  const told = findViolations(guide, content)
    .slice(0, TOLD_VIOLATIONS)
    .map(({ found, suggestion }) => ({ found: found.slice(0, 200), suggestion }));
  const parts: AiPart[] = [
    { kind: 'untrusted', source: 'content', text: content },
    { kind: 'untrusted', source: 'violations', text: JSON.stringify(told) },
  ];
  if (wantedVoice !== '') parts.push({ kind: 'untrusted', source: 'wanted voice', text: wantedVoice });
  return {
    instructions: prompt.instructions({ guide: guideText(guide) }),
    promptVersion: prompt.promptVersion,
    messages: [{ role: 'user', parts }],
    maxTokens: Math.max(TOKENS, Math.ceil(content.length / CHARACTERS_PER_TOKEN)),
  };
}

/** What rules alone can do: with the words, with words and tone, and with all they know. */
function alternativesByRule(guide: BrandGuide, text: string): string[] {
  const violations = findViolations(guide, text);
  const ways = [WORD_RULES, [...WORD_RULES, ...TONE_RULES], EVERYTHING];
  return [...new Set(ways.map((rules) => rewritten(text, violations, rules)))].filter((way) => way !== text);
}
