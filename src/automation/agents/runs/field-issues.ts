import type { z } from 'zod';
import type { FieldIssue } from '#kernel/errors';

/** What is wrong with an input, field by field, as every other route tells it. */
export function fieldIssues(error: z.ZodError): FieldIssue[] {
  return error.issues.flatMap(({ code, message, path, ...more }) =>
    code === 'unrecognized_keys' && 'keys' in more
      ? (more.keys as string[]).map((key) => ({
          path: [...path, key].join('.'),
          message: 'is not known here',
        }))
      : [{ path: path.join('.'), message }],
  );
}
