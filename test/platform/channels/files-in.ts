import PostalMime from 'postal-mime';
import type { SeenRequest } from '../../support/scripted-server.js';

interface SesBody {
  readonly Content: { readonly Raw: { readonly Data: string } };
}

/** The files of a request, as each provider reads them: name and content. */
export async function filesIn(provider: string, { headers, body, bytes }: SeenRequest): Promise<unknown[]> {
  if (provider === 'ses') {
    const { attachments } = await PostalMime.parse(Buffer.from((body as SesBody).Content.Raw.Data, 'base64'));
    return attachments.map(({ filename, content }) => {
      return [filename, Buffer.from(content as ArrayBuffer).toString('base64')];
    });
  }
  if (provider === 'mailgun') {
    const type = { 'content-type': headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(bytes), { headers: type }).formData();
    const files = form.getAll('attachment') as File[];
    return Promise.all(
      files.map(async (file) => [file.name, Buffer.from(await file.arrayBuffer()).toString('base64')]),
    );
  }
  const said = body as Record<string, Record<string, string>[]>;
  const listed = said['attachments'] ?? said['Attachments'] ?? said['attachment'] ?? [];
  return listed.map((file) => [
    file['filename'] ?? file['Name'] ?? file['name'],
    file['content'] ?? file['Content'],
  ]);
}
