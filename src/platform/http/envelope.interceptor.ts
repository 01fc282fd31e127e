import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { ANSWERS, type AnswerShape } from './answers.decorator.js';
import { Listed, ListedJson } from './listed.js';

/** Puts what a handler returns into the envelope its route has promised. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const shape =
      this.reflector.getAllAndOverride<AnswerShape>(ANSWERS, [context.getHandler(), context.getClass()]) ??
      'data';
    if (shape === 'raw' || shape === 'stream') return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((answer: unknown) => enveloped(shape, answer, reply)));
  }
}

function enveloped(shape: AnswerShape, answer: unknown, reply: FastifyReply): unknown {
  if (answer instanceof StreamableFile) return answer;
  if (answer instanceof ListedJson) {
    void reply.header('content-type', 'application/json; charset=utf-8');
    const { json, nextCursor, total } = answer;
    const counted = total ? `,"total":${total.count},"total_estimated":${total.estimated}` : '';
    return `{"success":true,"data":${json},"error":null,"next_cursor":${JSON.stringify(nextCursor)}${counted}}`;
  }
  if (shape === 'status') return { status: 'success', ...(answer as object) };
  if (shape === 'success') return { success: true, ...(answer as object) };
  if (shape === 'message')
    return { success: true, data: answer, error: null, message: (answer as { message: string }).message };
  if (shape === 'both') return { ...(answer as object), success: true, data: answer, error: null };
  if (answer instanceof Listed)
    return { success: true, data: answer.items, error: null, next_cursor: answer.nextCursor };
  return { success: true, data: answer ?? null, error: null };
}
