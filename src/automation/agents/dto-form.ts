import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { z } from 'zod';
import { issuesOf } from '#platform/http/validation';

/** The form of a task's input that a route takes as well: the DTO of the route says what fits. */
export function dtoForm<Dto extends object>(type: Type<Dto>): z.ZodType<Dto> {
  return z.looseObject({}).transform((given, context): Dto => {
    const dto = plainToInstance(type, given);
    const options = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };
    for (const { path, message } of issuesOf(validateSync(dto, options)))
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    return dto;
  });
}
