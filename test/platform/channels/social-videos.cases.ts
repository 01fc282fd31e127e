import { mediumAt } from '#platform/channels/medium';
import type { SocialChannels } from '#platform/channels/social/social-channels';
import type { SocialService } from '#platform/channels/social/social-services';
import { SocialRefused, SocialUnavailable } from '#platform/channels/social/social.errors';
import type { ScriptedServer } from '../../support/scripted-server.js';

const TOKEN = 'a-token-that-is-told-to-nobody';
const PIECE = 4 * 1024 * 1024;
/** Two whole pieces and a bit, each byte other than its neighbours. */
const FILM = 'abcdefg'.repeat(Math.ceil((2 * PIECE + 5) / 7)).slice(0, 2 * PIECE + 5);

/** Tests of social-channels.test.ts about videos that are handed on in pieces. */
export function describeVideos(now: () => { server: ScriptedServer; channels: SocialChannels }): void {
  let server: ScriptedServer;
  let channels: SocialChannels;
  let armed: number;
  beforeEach(() => {
    ({ server, channels } = now());
    armed = 0;
  });

  const film = (body = FILM) => ({
    path: '/b.mp4',
    headers: { 'content-type': 'video/mp4', 'content-length': String(body.length) },
    body,
  });
  const publish = (service: SocialService) =>
    channels
      .of(service)
      .publish(
        { id: 'post-1', network: 'linkedin', text: 'Bread', media: [mediumAt(`${server.url}/b.mp4`)] },
        { token: TOKEN, profileId: 'urn:li:person:1' },
        { arm: async () => void armed++, signal: AbortSignal.timeout(20_000) },
      );
  const sent = (part: string) => server.requests.filter(({ path }) => path.includes(part));

  describe('a video on X', () => {
    const begun = { path: '/2/media/upload/initialize', body: { data: { id: '55' } } };
    const piece = { path: '/2/media/upload/55/append', body: { data: { expires_at: 1 } } };
    const ended = (processing_info?: object) => ({
      path: '/2/media/upload/55/finalize',
      body: { data: { id: '55', ...(processing_info && { processing_info }) } },
    });

    it('is handed on in pieces, waited for, and then in the post', async () => {
      server.will(film(), begun, piece, piece, piece, ended({ state: 'pending', check_after_secs: 0.01 }));
      const working = {
        data: { id: '55', processing_info: { state: 'in_progress', check_after_secs: 0.01 } },
      };
      server.will({ path: 'command=STATUS', body: working });
      server.will({
        path: 'command=STATUS',
        body: { data: { id: '55', processing_info: { state: 'succeeded' } } },
      });
      server.will({ path: '/2/tweets', status: 201, body: { data: { id: '9' } } });
      expect(await publish('twitter')).toMatchObject({ state: 'published', postId: '9' });
      expect(sent('/initialize')[0]?.body).toEqual({
        media_type: 'video/mp4',
        media_category: 'tweet_video',
        total_bytes: FILM.length,
      });
      const pieces = sent('/append').map(({ body }) => body as string);
      expect(pieces.map((body) => /name="segment_index"\r\n\r\n(\d)/.exec(body)?.[1])).toEqual([
        '0',
        '1',
        '2',
      ]);
      const bytes = pieces.map((body) => /octet-stream\r\n\r\n([^]*)\r\n--/.exec(body)?.[1] ?? '');
      expect(bytes.map(({ length }) => length)).toEqual([PIECE, PIECE, 5]);
      expect(bytes.join('') === FILM).toBe(true);
      expect(sent('/2/tweets')[0]?.body).toEqual({ text: 'Bread', media: { media_ids: ['55'] } });
      expect(armed).toBe(1);
    });

    it('is in no post when X cannot work on it, or does not take a piece', async () => {
      server.will(film('a-film'), begun, piece, ended({ state: 'failed', error: { message: 'Too long' } }));
      const refused = await publish('twitter').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(SocialRefused);
      expect(String(refused)).toContain('Too long');
      server.clear();
      server.will(film('a-film'), begun, { ...piece, ending: 'reset', body: undefined });
      await expect(publish('twitter')).rejects.toBeInstanceOf(SocialUnavailable);
      expect(sent('/2/tweets')).toEqual([]);
      expect(armed).toBe(0);
    });
  });

  describe('a video on LinkedIn', () => {
    const VIDEO = 'urn:li:video:1';
    const begun = (lengths: readonly number[]) => {
      let firstByte = 0;
      const uploadInstructions = lengths.map((length, at) => {
        const instruction = {
          uploadUrl: `${server.url}/part-${at}`,
          firstByte,
          lastByte: firstByte + length - 1,
        };
        firstByte += length;
        return instruction;
      });
      const value = { video: VIDEO, uploadToken: '', uploadInstructions };
      return { path: 'videos?action=initializeUpload', body: { value } };
    };
    const part = (at: number) => ({ path: `/part-${at}`, headers: { etag: `"part-${at}-id"` }, body: '' });
    const ended = { path: 'videos?action=finalizeUpload', body: {} };
    const state = (status: string) => ({ path: '/rest/videos/urn', body: { id: VIDEO, status } });

    it('is handed on in the pieces LinkedIn asks for, waited for, and then in the post', async () => {
      server.will(film(), begun([PIECE, PIECE, 5]), part(0), part(1), part(2), ended);
      server.will(state('PROCESSING'), state('AVAILABLE'));
      server.will({
        path: '/rest/posts',
        status: 201,
        headers: { 'x-restli-id': 'urn:li:share:9' },
        body: '',
      });
      expect(await publish('linkedin')).toMatchObject({ state: 'published', postId: 'urn:li:share:9' });
      expect(sent('initializeUpload')[0]?.body).toEqual({
        initializeUploadRequest: {
          owner: 'urn:li:person:1',
          fileSizeBytes: FILM.length,
          uploadCaptions: false,
          uploadThumbnail: false,
        },
      });
      const pieces = sent('/part-');
      expect(pieces.map(({ method, bytes }) => [method, bytes.length])).toEqual([
        ['PUT', PIECE],
        ['PUT', PIECE],
        ['PUT', 5],
      ]);
      expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).toString() === FILM).toBe(true);
      expect(sent('finalizeUpload')[0]?.body).toEqual({
        finalizeUploadRequest: {
          video: VIDEO,
          uploadToken: '',
          uploadedPartIds: ['part-0-id', 'part-1-id', 'part-2-id'],
        },
      });
      expect(sent('/rest/posts')[0]?.body).toMatchObject({ content: { media: { id: VIDEO } } });
      expect(armed).toBe(1);
    });

    it('is in no post when LinkedIn cannot work on it', async () => {
      server.will(film('a-film'), begun([6]), part(0), ended, state('PROCESSING_FAILED'));
      await expect(publish('linkedin')).rejects.toBeInstanceOf(SocialRefused);
      expect(sent('/rest/posts')).toEqual([]);
      expect(armed).toBe(0);
    });
  });

  describe('a video on Instagram', () => {
    it('is a reel alone, and a video among pictures', async () => {
      const made = { path: '/i1/media', body: { id: 'c1' } };
      const ready = { path: '/c1', body: { status_code: 'FINISHED' } };
      const out = [
        { path: '/i1/media_publish', body: { id: 'm1' } },
        { path: '/m1', body: {} },
      ];
      const types = () =>
        sent('/i1/media')
          .filter(({ path }) => path === '/i1/media')
          .map(({ body }) => new URLSearchParams(body as string).get('media_type'));
      const media = [`${server.url}/a.jpg`, `${server.url}/b.mp4`].map(mediumAt);
      const publishing = (some: typeof media) =>
        channels
          .of('instagram')
          .publish(
            { id: 'post-1', network: 'instagram', text: 'Bread', media: some },
            { token: TOKEN, profileId: 'i1' },
            { arm: async () => void armed++, signal: AbortSignal.timeout(20_000) },
          );
      server.will(made, ready, ...out);
      await publishing(media.slice(1));
      expect(types()).toEqual(['REELS']);
      server.clear();
      server.will(made, made, made, ready, ...out);
      await publishing(media);
      expect(types()).toEqual([null, 'VIDEO', 'CAROUSEL']);
    });
  });

  describe('a video on TikTok', () => {
    it.each([
      ['spam_risk_too_many_posts', 'channels/social-limited'],
      ['reached_active_user_cap', 'channels/social-limited'],
      ['spam_risk_user_banned_from_posting', 'channels/social-refused'],
    ])('that is not taken for %s is told as what it is', async (code, expected) => {
      const creator = { privacy_level_options: ['PUBLIC_TO_EVERYONE'] };
      server.will({ path: 'creator_info', body: { data: creator, error: { code: 'ok' } } });
      server.will({ path: 'video/init', status: 403, body: { error: { code, message: 'No' } } });
      await expect(publish('tiktok')).rejects.toMatchObject({ code: expected });
    });
  });
}
