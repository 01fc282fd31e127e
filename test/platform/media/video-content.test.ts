import { Readable } from 'node:stream';
import { bounded } from '#platform/media/providers/bounded';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { file, Film, finished, mp4 } from './filming.js';
import type { Studio } from './studio.js';
let film: Film;
let studio: Studio;
beforeAll(async () => {
  film = await Film.start();
  ({ studio } = film);
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

const textOf = async (content: Readable): Promise<string> =>
  Buffer.concat(await content.toArray()).toString();

describe('the content of a video', () => {
  it('is asked of the configured host only, whatever address the provider names', async () => {
    const done = await film.stateAfter(file('http://169.254.169.254'), mp4('bytes'));
    expect(done.state).toBe('done');
    expect(studio.google.requests).toHaveLength(3);
    expect((await film.failureAfter(finished('http://169.254.169.254/latest/meta-data'))).code).toBe(
      'ai/unavailable',
    );
  });

  it('follows a redirect on the same host, and none to another', async () => {
    const to = (location: string): ScriptedAnswer => ({ status: 302, headers: { location }, body: '' });
    const done = await film.stateAfter(
      file(),
      to('/download/v1beta/files/clip-1:download?alt=media'),
      mp4('bytes'),
    );
    expect(done.state).toBe('done');
    studio.openai.clear();
    expect((await film.failureAfter(file(), to(`${studio.openai.url}/steal`))).code).toBe('ai/unavailable');
    expect(studio.openai.requests).toHaveLength(0);
  });

  it('is refused when it is a page, and when it is too large', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' };
    expect((await film.failureAfter(file(), page)).code).toBe('ai/unavailable');
    const huge = { 'content-type': 'video/mp4', 'content-length': '300000000' };
    expect((await film.failureAfter(file(), { headers: huge, pieces: ['x'], ending: 'hang' })).code).toBe(
      'ai/unavailable',
    );
    const more = bounded(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), 10);
    await expect(textOf(more)).rejects.toThrow('larger than 10 bytes');
  });

  it('ends with an error when it is cut off', async () => {
    const done = await film.stateAfter(file(), { ...mp4('half of'), ending: 'reset', pace: 20 });
    if (done.state !== 'done') throw new Error(done.state);
    await expect(textOf(done.content)).rejects.toThrow('terminated');
  });

  it('stops coming when the caller lets go of it', async () => {
    const done = await film.stateAfter(file(), { ...mp4('half of'), ending: 'hang' });
    if (done.state !== 'done') throw new Error(done.state);
    done.content.destroy();
    expect(await studio.google.last.closed).toBe('early');
  });
});
