import type { z } from 'zod';

/** A kind of thing that happens here and may be told to other systems. */
export interface EventType<Data extends object = object> {
  /** When it is told, in one sentence. */
  readonly summary: string;
  /** What is told of it. */
  readonly data: z.ZodType<Data>;
  readonly example: Data;
}

export function eventType<Data extends object>(
  summary: string,
  data: z.ZodType<Data>,
  example: NoInfer<Data>,
): EventType<Data> {
  return { summary, data, example };
}
