import type { Heading } from '../texts/document-text.js';

const TITLE_AT_MOST = 120;
const PATH_AT_MOST = 400;

/** Which headings a place stands under. Asked from the beginning of a text to its end. */
export class HeadingPath {
  private readonly above: Heading[] = [];
  private next = 0;

  constructor(private readonly headings: readonly Heading[]) {}

  at(position: number): string | null {
    for (let heading = this.headings[this.next]; heading && heading.offset <= position;) {
      while ((this.above.at(-1)?.level ?? 0) >= heading.level) this.above.pop();
      this.above.push(heading);
      heading = this.headings[++this.next];
    }
    const titles = this.above
      .map(({ title }) => title.slice(0, TITLE_AT_MOST).trim())
      .filter((title) => title !== '');
    return titles.length === 0 ? null : titles.join(' › ').slice(0, PATH_AT_MOST).toWellFormed();
  }
}
