import { LLMock } from '@copilotkit/aimock';
import { loadSettings } from '#platform/config/load-settings';
import { VeoProvider } from '#platform/media/providers/google/veo.provider';
import { OpenAiImagesProvider } from '#platform/media/providers/openai/openai-images.provider';
import { PNG } from './studio.js';

const call = { key: 'key-of-nobody-0123456789abcdef', signal: new AbortController().signal };

describe('against imitated providers', () => {
  const mock = new LLMock({ port: 0, veoVideo: { pollsBeforeInProgress: 1, pollsBeforeCompleted: 2 } });
  let url: string;
  beforeAll(async () => {
    mock.onImage('a shoe', { image: { b64Json: PNG.toString('base64') } });
    mock.onVideo('a walk', { video: { id: 'v1', status: 'failed', error: 'No.' } });
    url = await mock.start();
  });
  afterAll(() => mock.stop());

  it('OpenAI makes an image', async () => {
    const settings = loadSettings({ ENVIRONMENT: 'test', OPENAI_BASE_URL: `${url}/v1` });
    const asked = {
      model: 'gpt-image-2',
      prompt: 'a shoe',
      aspect: '1:1',
      count: 1,
      references: [],
    } as const;
    const made = await new OpenAiImagesProvider(settings).images(asked, call);
    expect(made.images).toEqual([{ mediaType: 'image/png', bytes: PNG }]);
  });

  it('Veo takes an order, works on it, and says how it ended', async () => {
    const veo = new VeoProvider(loadSettings({ ENVIRONMENT: 'test', GOOGLE_BASE_URL: url }));
    const asked = {
      model: 'veo-3.1-generate-preview',
      prompt: 'a walk',
      aspect: '16:9',
      durationS: 8,
    } as const;
    const operation = await veo.start(asked, call);
    expect(await veo.state(operation, call)).toMatchObject({ state: 'running' });
    expect(await veo.state(operation, call)).toMatchObject({ state: 'failed' });
    expect(await veo.state('operations/unheard-of', call)).toMatchObject({
      state: 'failed',
      cause: 'expired',
    });
  });
});
