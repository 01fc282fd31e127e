import type { AiMessage } from '../ai-request.js';
import { promptOf } from './provider-request.js';

const ask = (...messages: AiMessage[]) => promptOf({ userId: null, feature: 'test', messages });

describe('what every provider is told', () => {
  it('gives a tool call back as it came, with its signature and without what we found wrong', () => {
    const call = { id: 'call_1', name: 'find', input: { city: 'Bonn' }, signature: 'c2lnbmVk' };
    const { messages } = ask({
      role: 'assistant',
      text: '',
      toolCalls: [{ ...call, problem: 'There is no tool find.' }],
    });
    expect(messages).toEqual([{ role: 'assistant', text: '', toolCalls: [call] }]);
  });

  it('counts a picture by itself, not by the letters it is written in', () => {
    const text = { kind: 'text', text: 'x'.repeat(4_000) } as const;
    const image = { kind: 'image', mediaType: 'image/png', base64: 'A'.repeat(400_000) } as const;
    const without = ask({ role: 'user', parts: [text] }).inputTokens;
    expect(without).toBeGreaterThanOrEqual(1_000);
    expect(ask({ role: 'user', parts: [text, image] }).inputTokens).toBeLessThan(without + 3_000);
  });
});
