import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiOkResponse } from '@nestjs/swagger';

/** Documents a route that answers one page of these: `data` is an array of them, `next_cursor` stands beside it. */
export const Lists = (item: Type) =>
  applyDecorators(ApiExtension('x-list', true), ApiOkResponse({ type: item, isArray: true }));
