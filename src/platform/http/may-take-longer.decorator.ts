import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';

/** Documents a route that answers 202 with one of these while its work goes on. */
export const MayTakeLonger = (pending: Type) =>
  applyDecorators(ApiExtraModels(pending), ApiExtension('x-pending', getSchemaPath(pending)));
