import { AsyncLocalStorage } from 'node:async_hooks';
import { text } from 'node:stream/consumers';
import { ArmedBody } from './armed-body.js';

const caller = new AsyncLocalStorage<string>();

describe('a message that is armed', () => {
  it('is armed as whoever made it, though another call reads it', async () => {
    const armedAs: unknown[] = [];
    const arm = async () => void armedAs.push(caller.getStore());
    const body = caller.run('ada', () => new ArmedBody(Buffer.from('Fresh bread'), arm));
    expect(await caller.run('bob', () => text(body))).toBe('Fresh bread');
    expect([armedAs, body.departed]).toEqual([['ada'], true]);
  });

  it('does not leave where that is refused', async () => {
    const body = new ArmedBody(Buffer.from('Fresh bread'), () => Promise.reject(new Error('taken')));
    await expect(text(body)).rejects.toThrow('taken');
    expect([body.refusal?.message, body.departed]).toEqual(['taken', false]);
  });
});
