import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiOkResponse } from '@nestjs/swagger';

/**
 * Documents a route that answers one page of these: `data` is an array of them, `next_cursor` stands beside it, and where all
 * pages are `counted`, `total` and `total_estimated`.
 */
export const Lists = (item: Type, kind: 'paged' | 'counted' = 'paged') =>
  applyDecorators(ApiExtension('x-list', kind), ApiOkResponse({ type: item, isArray: true }));
