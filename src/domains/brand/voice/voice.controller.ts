import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import {
  Alternatives,
  AnalyseVoice,
  EnhanceText,
  RewrittenText,
  SuggestAlternatives,
  VoiceAnalysis,
} from './voice.dto.js';
import { VoiceService } from './voice.service.js';

@ApiTags('Brand')
@Controller('api/brand')
@RateClass('generation')
export class VoiceController {
  constructor(private readonly voices: VoiceService) {}

  /** Tells how well a text keeps to your brand. Rules count; a model, where one is configured, adds suggestions. */
  @Post('voice-analysis')
  @HttpCode(200)
  @AlsoFails(404)
  analyse(
    @CurrentUser() caller: Caller,
    @Body() body: AnalyseVoice,
    @WhenClientGone() gone: AbortSignal,
  ): Promise<VoiceAnalysis> {
    return this.voices.analyse(caller.id, body, gone);
  }

  /** Rewrites a text so that it keeps to your brand. Without a model, only what takes no writer is put right. */
  @Post('enhance')
  @HttpCode(200)
  @Answers('both')
  @AlsoFails(404)
  enhance(
    @CurrentUser() caller: Caller,
    @Body() body: EnhanceText,
    @WhenClientGone() gone: AbortSignal,
  ): Promise<RewrittenText> {
    return this.voices.enhance(caller.id, body, gone);
  }

  /** Offers other ways to say a text. Without a model, they are what rules alone make of it, which may be none. */
  @Post('alternatives')
  @HttpCode(200)
  @Answers('both')
  @AlsoFails(404)
  alternatives(
    @CurrentUser() caller: Caller,
    @Body() body: SuggestAlternatives,
    @WhenClientGone() gone: AbortSignal,
  ): Promise<Alternatives> {
    return this.voices.alternatives(caller.id, body, gone);
  }
}
