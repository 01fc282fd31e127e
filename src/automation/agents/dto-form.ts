import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { z } from 'zod';
import { bodySchema } from '#platform/http/body-schema';
import { issuesOf, trapIssues } from '#platform/http/validation';

/** The form of a task's input that a route takes as well: the DTO of the route says what fits. */
export function dtoForm<Dto extends object>(type: Type<Dto>): z.ZodType<Dto> {
  const form = z.looseObject({}).transform((given, context): Dto => {
    const traps = trapIssues(given);
    const dto = plainToInstance(type, traps.length > 0 ? {} : given);
    const options = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };
    const issues = traps.length > 0 ? traps : issuesOf(validateSync(dto, options));
    for (const { path, message } of issues)
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    return dto;
  });
  return form.meta({ ...bodySchema(type), additionalProperties: false });
}
