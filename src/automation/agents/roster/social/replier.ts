import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { networkNamed } from '#platform/channels/networks';
import { BrandVoice } from '../../brand/brand-voice.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { thankYou, sentimentOf } from './sentiment.js';
import * as forms from './social.forms.js';
import { REPLY } from './social.prompts.js';

/** Writes what could be replied to somebody, a plain thank-you where no model is configured. Nothing is sent. */
@Injectable()
export class Replier {
  constructor(private readonly brand: BrandVoice) {}

  async reply(
    run: AgentRun,
    { message, platform, sentiment: given }: z.output<typeof forms.RespondInput>,
  ): Promise<z.input<typeof forms.RespondOutput>> {
    const network = networkNamed(platform);
    const { name, limit } = network;
    const sentiment = given ?? sentimentOf(message);
    const voice = await this.brand.of(run);
    const { value, ai } = await run.ask({
      prompt: REPLY,
      about: { network: name, limit, sentiment, brand: voice.text },
      parts: [{ kind: 'untrusted', source: `message on ${name}`, text: message }],
      shape: { name: 'reply', type: forms.Reply },
      offline: () => ({ reply: thankYou(sentiment) }),
    });
    const { post, length } = fitToNetwork(value.reply, [], network);
    return {
      reply: post,
      platform,
      sentiment,
      estimated: given === undefined,
      length,
      limit,
      ai,
      provenance: run.provenance({ brandVersion: voice.version }),
    };
  }
}
