import { type IParagraphOptions, type IRunOptions, Paragraph, TextRun } from 'docx';

/** The first letter of a script that is written from right to left, before any of another. */
const RIGHT_TO_LEFT =
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A paragraph of text; line feeds break the line, and text that begins from the right runs from there. */
export function paragraph(text: string, look: IParagraphOptions = {}, run: IRunOptions = {}): Paragraph {
  const isRightToLeft = RIGHT_TO_LEFT.test(text);
  const children = text.split('\n').map(
    (line, at) =>
      new TextRun({
        ...run,
        text: line,
        ...(at > 0 && { break: 1 }),
        ...(isRightToLeft && { rightToLeft: true }),
      }),
  );
  return new Paragraph({ ...look, ...(isRightToLeft && { bidirectional: true }), children });
}
