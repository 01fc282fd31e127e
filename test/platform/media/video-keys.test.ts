import { clip, file, Film, NAME } from './filming.js';
import { errorOf, googleError, type Studio } from './studio.js';

let film: Film;
let studio: Studio;
beforeAll(async () => {
  film = await Film.start();
  ({ studio } = film);
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

describe('a video that is being made', () => {
  it('tells the user that the key it was started with is refused, and others to try again', async () => {
    const blocked = googleError(403, 'Requests are blocked.', {
      body: {
        error: {
          code: 403,
          message: 'Requests to this API are blocked.',
          status: 'PERMISSION_DENIED',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_SERVICE_BLOCKED' },
          ],
        },
      },
    });
    const leaked = googleError(403, 'Your API key was reported as leaked. Please use another API key.');
    for (const answers of [
      [googleError(401, 'Unauthorized.')],
      [blocked],
      [file(), blocked],
      [file(), leaked],
    ])
      expect(await film.failureAfter(...answers)).toMatchObject({ code: 'ai/key-refused', kind: 'invalid' });
    const { id } = await studio.app.newUser();
    studio.google.will({ body: { name: NAME } });
    const { operation } = await studio.media.startVideo(clip(id));
    studio.google.will(googleError(401, 'Unauthorized.'));
    const { code } = await errorOf(studio.media.videoState({ userId: id, operation }));
    expect(code).toBe('ai/unavailable');
  });
});
