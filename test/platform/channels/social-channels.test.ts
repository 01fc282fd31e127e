import { loadSettings } from '#platform/config/load-settings';
import { mediumAt } from '#platform/channels/medium';
import { SocialChannels } from '#platform/channels/social/social-channels';
import type { SocialChannel } from '#platform/channels/social/social-channel';
import { SocialHttp } from '#platform/channels/social/social-http';
import { SocialMedia } from '#platform/channels/social/social-media';
import type { SocialService } from '#platform/channels/social/social-services';
import {
  SocialLimited,
  SocialRefused,
  SocialTokenRefused,
  SocialUnavailable,
  SocialUnknown,
} from '#platform/channels/social/social.errors';
import { type ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';
import { clientWith } from '../web/client.js';
import type { ServiceCase } from './service-case.js';
import { serviceCases } from './social-cases.js';
import { describeVideos } from './social-videos.cases.js';

const TOKEN = 'a-token-that-is-told-to-nobody';
const local = async () => [{ address: '127.0.0.1', family: 4 }];
const web = clientWith({ OUTBOUND_ALLOW: '127.0.0.1/32' }, local);

let server: ScriptedServer;
let channels: SocialChannels;
let armed: number;
beforeAll(async () => {
  server = await ScriptedServer.start();
  const names = serviceCases('').map(({ service }) => service);
  const urls = Object.fromEntries([...names, 'youtube'].map((name) => [name, `${server.url}/`]));
  const settings = loadSettings({ ENVIRONMENT: 'test', SOCIAL_API_URLS: JSON.stringify(urls) });
  channels = new SocialChannels(settings, new SocialHttp(web), new SocialMedia(web), web);
});
beforeEach(() => {
  armed = 0;
  server.clear();
});
afterAll(async () => {
  await server.close();
  await web.onApplicationShutdown();
});

const caseOf = (service: SocialService): ServiceCase =>
  serviceCases(server.url).find((one) => one.service === service)!;
const arm = async () => void armed++;
const publish = (channel: SocialChannel, profileId: string, media: readonly string[], armWith = arm) =>
  channel.publish(
    { id: 'post-1', network: 'linkedin', text: 'Bread (fresh) #now', media: media.map(mediumAt) },
    { token: TOKEN, profileId },
    { arm: armWith, signal: AbortSignal.timeout(20_000) },
  );
/** Publishes by the service, whose answer to the request that publishes is given. */
const answered = (service: SocialService, answer: ScriptedAnswer) => {
  const { before, publish: sent, after = [], profileId, media } = caseOf(service);
  server.will(...before, { path: sent.path, ...answer }, ...after);
  return publish(channels.of(service), profileId, media);
};
const failureOf = (service: SocialService, answer: ScriptedAnswer) =>
  answered(service, answer).then(
    () => undefined,
    (error: unknown) => error,
  );
const sendings = (service: SocialService) =>
  server.requests.filter(
    ({ method, path }) => method === caseOf(service).publish.method && path === caseOf(service).publish.path,
  );

describe.each(serviceCases('').map(({ service }) => service))('%s', (service) => {
  it('is asked to publish as it wants to be, once', async () => {
    const { publish: sent, taken, delivery } = caseOf(service);
    expect(await answered(service, taken)).toEqual(delivery);
    expect(sendings(service).map(({ body }) => body)).toEqual([sent.body]);
    expect(armed).toBe(1);
    for (const { path, headers } of server.requests) {
      expect(path).not.toContain(TOKEN);
      if (path === '/a.jpg') expect(headers.authorization).toBeUndefined();
    }
  });

  it('publishes nothing where it must not', async () => {
    const { before, profileId, media } = caseOf(service);
    server.will(...before);
    const lost = new Error('The post is somebody else’s now.');
    const refusing = publish(channels.of(service), profileId, media, () => Promise.reject(lost));
    await expect(refusing).rejects.toBe(lost);
    expect(sendings(service)).toEqual([]);
  });

  it.each<[string, ScriptedAnswer, new (...args: never[]) => Error]>([
    ['its token is refused', { status: 401, body: { message: TOKEN } }, SocialTokenRefused],
    ['there were too many', { status: 429, headers: { 'retry-after': '120' }, body: {} }, SocialLimited],
    ['it fails', { status: 500, body: 'no' }, SocialUnknown],
    [
      'it has had enough for now',
      { status: 503, headers: { 'retry-after': '9' }, body: '' },
      SocialUnavailable,
    ],
    ['the line is lost', { ending: 'reset' }, SocialUnknown],
    ['it answers nonsense', { status: 200, body: '<p>Welcome</p>' }, SocialUnknown],
    [
      'it sends us elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' },
      SocialUnknown,
    ],
    [
      'it has moved',
      { status: 308, headers: { location: 'http://127.0.0.1:9/' }, body: '' },
      SocialUnavailable,
    ],
  ])('says what is known when %s, and is not asked again', async (_, answer, expected) => {
    const error = await failureOf(service, answer);
    expect(error).toBeInstanceOf(expected);
    expect(String(error)).not.toContain(TOKEN);
    if (expected === (SocialLimited as unknown)) expect(error).toMatchObject({ retryAfter: 120 });
    expect(sendings(service)).toHaveLength(1);
  });

  it('passes on why a post is refused', async () => {
    const error = await failureOf(service, caseOf(service).refused);
    expect(error).toBeInstanceOf(SocialRefused);
    expect(String(error)).toContain('Too dull');
  });

  it('tells what became of a post and what it has reached', async () => {
    const { status, metrics, profileId, delivery } = caseOf(service);
    const account = { token: TOKEN, profileId };
    const id =
      delivery.state === 'published' ? delivery.postId : delivery.state === 'pending' ? delivery.receipt : '';
    if (status) {
      server.will(...status.answers);
      expect(await channels.of(service).status(id, account)).toEqual(status.read);
    }
    if (!metrics) return;
    server.will(...metrics.answers);
    const postId = status?.read.state === 'published' ? status.read.postId : id;
    expect(await channels.of(service).metrics(postId, account)).toMatchObject(metrics.read);
  });
});

describeVideos(() => ({ server, channels }));

describe('a question', () => {
  it('is asked again when its failure may pass, and not for long', async () => {
    const me = { body: { data: { id: '1', name: 'Dough', username: 'dough' } } };
    server.will({ status: 503, body: '' }, { ending: 'reset' }, me);
    expect(await channels.of('twitter').profiles(TOKEN)).toMatchObject([{ id: '1', username: 'dough' }]);
    server.clear();
    server.will(...Array.from({ length: 4 }, () => ({ status: 502, body: '' })));
    await expect(channels.of('twitter').profiles(TOKEN)).rejects.toBeInstanceOf(SocialUnavailable);
    expect(server.requests).toHaveLength(3);
  });

  it('is not asked again where the service wants to be left alone for long', async () => {
    server.will({ status: 429, headers: { ratelimit: '"100-in-15min";r=0;t=897' }, body: {} });
    await expect(channels.of('twitter').profiles(TOKEN)).rejects.toMatchObject({ retryAfter: 897 });
    expect(server.requests).toHaveLength(1);
  });

  it('tells of Meta’s limits by their own numbers', async () => {
    const usage = '{"1":[{"type":"pages","estimated_time_to_regain_access":7}]}';
    server.will({
      status: 400,
      headers: { 'x-business-use-case-usage': usage },
      body: { error: { code: 32, message: 'x' } },
    });
    await expect(channels.of('facebook').profiles(TOKEN)).rejects.toMatchObject({
      code: 'channels/social-limited',
      retryAfter: 420,
    });
    server.will({ status: 400, body: { error: { code: 190, message: 'expired' } } });
    await expect(channels.of('instagram').profiles(TOKEN)).rejects.toBeInstanceOf(SocialTokenRefused);
  });
});

describe('Later', () => {
  it('has no public API, and says so', async () => {
    await expect(channels.of('later').profiles(TOKEN)).rejects.toMatchObject({
      code: 'channels/not-offered',
      kind: 'not-offered',
    });
    expect(server.requests).toEqual([]);
  });
});

describe('YouTube', () => {
  const video = {
    path: '/b.mp4',
    headers: { 'content-type': 'video/mp4', 'content-length': '6' },
    body: 'a-film',
  };
  const session = () => ({
    path: 'uploadType=resumable',
    headers: { location: `${server.url}/session` },
    body: '',
  });
  const upload = () => publish(channels.of('youtube'), 'ch1', [`${server.url}/b.mp4`]);

  it('is handed the video as it arrives', async () => {
    server.will(video, session(), { path: '/session', body: { id: 'v1' } });
    expect(await upload()).toEqual({
      state: 'published',
      postId: 'v1',
      url: 'https://www.youtube.com/watch?v=v1',
    });
    const [, begun, sent] = server.requests;
    expect(begun).toMatchObject({
      headers: { 'x-upload-content-length': '6', 'x-upload-content-type': 'video/mp4' },
      body: { snippet: { title: 'Bread (fresh) #now' } },
    });
    expect(sent).toMatchObject({ method: 'PUT', path: '/session', body: 'a-film' });
    server.will({ body: { items: [{ statistics: { viewCount: '50', likeCount: '4' } }] } });
    const account = { token: TOKEN, profileId: 'ch1' };
    expect(await channels.of('youtube').metrics('v1', account)).toMatchObject({
      likes: 4,
      comments: null,
      impressions: 50,
    });
  });

  it.each<[string, ScriptedAnswer, object]>([
    ['it has it', { status: 200, body: { id: 'v1' } }, { postId: 'v1' }],
    ['it has not', { status: 308, body: '' }, { code: 'channels/social-unavailable' }],
    ['it says nothing', { ending: 'reset' }, { code: 'channels/social-unknown' }],
    ['it knows us no more', { status: 401, body: {} }, { code: 'channels/social-unknown' }],
  ])('is asked how far it came when its answer is lost: %s', async (_, answer, expected) => {
    server.will(video, session(), { path: '/session', ending: 'reset' }, { path: '/session', ...answer });
    const outcome = await upload().catch((error: unknown) => error);
    expect(outcome).toMatchObject(expected);
    expect(server.last.headers['content-range']).toBe('bytes */6');
    expect(armed).toBe(1);
  });

  it('tells of a spent quota as a limit, and takes no video without a length', async () => {
    server.will(video, {
      path: 'uploadType',
      status: 403,
      body: { error: { errors: [{ reason: 'quotaExceeded' }] } },
    });
    await expect(upload()).rejects.toBeInstanceOf(SocialLimited);
    server.clear();
    server.will({ path: '/b.mp4', headers: { 'transfer-encoding': 'chunked' }, body: 'a-film' });
    await expect(upload()).rejects.toBeInstanceOf(SocialRefused);
    expect(armed).toBe(0);
  });
});
