import { eventStream, type ScriptedAnswer } from '../../../support/scripted-server.js';
import { COUNTED } from './counted.js';

const THOUGHTS = 3;

/** What an answer has used; thoughts are counted beside what is said. */
export const COUNTS = {
  usageMetadata: {
    promptTokenCount: COUNTED.input,
    cachedContentTokenCount: COUNTED.cachedInput,
    candidatesTokenCount: COUNTED.output - THOUGHTS,
    thoughtsTokenCount: THOUGHTS,
  },
};

/** A whole answer of Gemini, or a piece of one. */
export const candidate = (parts: readonly object[], finishReason?: string, more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason && { finishReason }) }],
  ...more,
});

export const googleSays = (text: string): ScriptedAnswer => ({ body: candidate([{ text }], 'STOP', COUNTS) });

export function googleStreams(...texts: string[]) {
  return eventStream(
    ...texts.map((text) => candidate([{ text }])),
    candidate([{ text: '' }], 'STOP', COUNTS),
  );
}

export const googleError = (code: number, status: string, more: object = {}): ScriptedAnswer => ({
  status: code,
  body: { error: { code, message: `scripted ${status}`, status, ...more } },
});
