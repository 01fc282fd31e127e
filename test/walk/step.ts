import type { Shape } from './shape.js';

/** Ids and the like that earlier steps have made, by the name that later ones call them by. */
export type Made = Record<string, string>;

/** One route, how it is called, and what is written down of its answer. */
export interface Step {
  /** As the document names it; what stands in braces is filled from what was made. */
  route: string;
  /** Other addresses of the same. */
  alsoAt?: readonly string[];
  /** Behind the address. */
  query?: string;
  /** The documented body. */
  body?: object | ((made: Made) => object);
  /** A body that is no JSON. */
  file?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  by?: 'admin' | 'anybody';
  /** 200 when left out. */
  status?: number;
  answers: Shape;
  /** Where the answer says whether a model had a part in it. */
  ai?: string;
  /** Where the answer says who wrote it. */
  provenance?: string;
  /** Where the answer lists the documents that a model leaned on. */
  cites?: string;
  /** The answer where nothing of the outside is configured, if another one: the setting that the sentence names. */
  unset?: string;
  /** Bad inputs beside those that the document tells of: over the good body, and the field that is wrong. */
  refused?: readonly Refused[];
  /** What stands for a field that is left out, by the document. */
  defaults?: object;
  /** Whether a run of the lead agent has to wait for a decision, as `runId`. */
  decides?: boolean;
  /** Whether what goes on in the background has to be over first. */
  waits?: boolean;
  /** What the address is filled with, over what was made. */
  at?: Made;
  /** Fields that are taken back from an answer whatever is in them, and not read. */
  unread?: readonly string[];
  /** What later steps need, by the path to it in the answer. */
  keeps?: { readonly [name: string]: string };
}

/** Over the good body; the field that is wrong with it; 400 when left out; the documented sentence, where there is one. */
type Refused = readonly [change: object, field: string, status?: number, sentence?: string];

/** The envelope that most routes answer in. */
export const enveloped = (data: Shape): Shape => ({ success: true, data, error: null });
export const listed = (item: Shape): Shape => ({
  ...(enveloped([item]) as object),
  next_cursor: 'string|null',
});
/** What some clients read in `data` and others beside it. */
export const both = (data: { [key: string]: Shape }): Shape => ({ ...data, ...(enveloped(data) as object) });
