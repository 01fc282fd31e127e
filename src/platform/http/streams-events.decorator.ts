import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';

/** Documents a route that can answer with `eventStream`: the data of each event by its name; `error` is always one of them. */
export const StreamsEvents = (events: Record<string, Type>) =>
  applyDecorators(
    ApiExtraModels(...Object.values(events)),
    ApiExtension(
      'x-events',
      Object.fromEntries(Object.entries(events).map(([event, data]) => [event, getSchemaPath(data)])),
    ),
  );
