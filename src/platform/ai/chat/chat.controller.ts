import { Body, Controller, HttpCode, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { eventStream } from '#platform/http/event-stream';
import { RateClass } from '#platform/http/rate-limit.guard';
import { LongestBody } from '#platform/http/route-body.decorators';
import { StreamsEvents } from '#platform/http/streams-events.decorator';
import { ChatAnswer, ChatDelta, ChatRequest, CompareRequest, Comparison } from './chat.dto.js';
import { ChatService } from './chat.service.js';

@ApiTags('AI')
@Controller('api/ai')
@RateClass('generation')
export class ChatController {
  constructor(private readonly chat: ChatService) {}

  /** Asks a model; with `stream` the answer comes piece by piece as server-sent events. The body may be 10 MiB, pictures included. */
  @Post('chat')
  @HttpCode(200)
  @ApiOkResponse({ type: ChatAnswer })
  @StreamsEvents({ delta: ChatDelta, end: ChatAnswer })
  @LongestBody(10)
  async ask(
    @CurrentUser() caller: Caller,
    @Body() body: ChatRequest,
    @WhenClientGone() gone: AbortSignal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChatAnswer | StreamableFile> {
    if (!body.stream) return this.chat.answer(caller.id, body, gone);
    return eventStream(reply, this.chat.events(caller.id, body, gone));
  }

  /** Puts the same prompt to several providers, side by side. */
  @Post('compare')
  @HttpCode(200)
  @Answers('success')
  compare(
    @CurrentUser() caller: Caller,
    @Body() body: CompareRequest,
    @WhenClientGone() gone: AbortSignal,
  ): Promise<Comparison> {
    return this.chat.compare(caller.id, body, gone);
  }
}
