import { ENTER, mail as mailStep, Owner, WORKFLOWS } from '../../automation/workflows/flows.js';
import type { TestClient } from '../../support/client.js';
import { SendingStage } from './sending-stage.js';

const PATH = '/api/email/files';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

async function kept(client: TestClient, name = 'list.pdf', bytes = 3_000): Promise<string> {
  const content = Buffer.alloc(bytes, 7);
  content.write('%PDF-1.7\n');
  const headers = { 'content-type': 'application/octet-stream' };
  const { status, body, text } = await client.post(`${PATH}?name=${name}`, content, headers);
  if (status !== 201) throw new Error(text);
  return body.data.id;
}
const filesOf = (email: string) =>
  stage.sink
    .mailsTo(email)
    .map(({ mail }) =>
      mail.attachments.map(({ filename, content }) => [filename, (content as ArrayBuffer).byteLength]),
    );

describe('a step of a workflow with files', () => {
  it('sends them with its mail, and is published only with files that its owner has', async () => {
    const ada = await Owner.of(stage.app);
    const file = await kept(ada.client, 'offer.pdf', 4_000);
    const lead = await ada.lead();
    const id = await ada.published([ENTER, mailStep('a', null, { attachments: [file.toUpperCase()] })]);
    await ada.run(id, { lead_id: lead.id });
    await ada.look();
    expect(filesOf(lead.email)).toEqual([[['offer.pdf', 4_000]]]);
    expect((await ada.client.delete(`${PATH}/${file}`)).body.code).toBe('email/file-in-use');

    const others = await kept((await stage.app.newUser()).client);
    const large = await Promise.all([1, 2].map((n) => kept(ada.client, `${n}.pdf`, 6 * 1024 * 1024)));
    for (const [attachments, code] of [
      [[others], 'email/file-missing'],
      [large, 'email/attachments-too-large'],
      [[file, file], 'workflows/definition-unfit'],
      [['../offer.pdf'], 'workflows/definition-unfit'],
    ] as const) {
      const { body } = await ada.make([ENTER, mailStep('a', null, { attachments })]);
      const refused = await ada.client.post(`${WORKFLOWS}/${body.data.id}/publish`, {});
      expect([refused.status, refused.body.code]).toEqual([422, code]);
      expect(refused.body.errors[0].path).toMatch(/^steps\.1\.config/);
    }
  });
});
