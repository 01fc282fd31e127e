import mammoth from 'mammoth';
import { type DocumentText, DocumentUnreadable } from './document-text.js';
import { htmlText } from './html-text.js';
import { checkArchive } from './zip-archive.js';

/** The words of a Word document with its headings, lists and tables; pictures are left out. */
export async function docxText(bytes: Uint8Array): Promise<DocumentText> {
  const names = checkArchive(bytes);
  if (!names.includes('[Content_Types].xml') || !names.some((name) => /^word\/document\d*\.xml$/.test(name)))
    throw new DocumentUnreadable('The file is a ZIP archive, but not a Word document (.docx).');
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      {
        externalFileAccess: false,
        includeEmbeddedStyleMap: false,
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      },
    );
    return htmlText(value);
  } catch (error) {
    if (error instanceof DocumentUnreadable) throw error;
    throw new DocumentUnreadable('The Word document is damaged and cannot be read.');
  }
}
