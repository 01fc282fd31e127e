import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/**
 * The shape of a route's answer, kept per route because clients depend on it:
 * `data` {success, data, error}, `message` the same with the data's own `message` beside it, `both` the same with all of the
 * data beside it, for routes of which clients read the one or the other, `raw` as returned, `status` {status:"success", …},
 * `success` {success:true, …}, `stream` written by the handler itself.
 */
export type AnswerShape = 'data' | 'message' | 'both' | 'raw' | 'status' | 'success' | 'stream';

export const ANSWERS = 'http:answers';

export const Answers = (shape: AnswerShape) =>
  applyDecorators(SetMetadata(ANSWERS, shape), ApiExtension('x-answers', shape));
