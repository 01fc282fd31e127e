import { randomUUID } from 'node:crypto';
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';
import { DomHandler, Parser } from 'htmlparser2';

/** What browsers allow is 512; pages of people stay below 100. */
const DEEPEST = 256;
const MOST_NODES = 250_000;

/**
 * One element around everything: selectors compare each outermost element with each other one. Its name cannot be known to a
 * page, which therefore cannot close it.
 */
const AROUND = `page-${randomUUID()}`;

type ChildNode = DomHandler['root']['childNodes'][number];

/**
 * The page as a tree of bounded size, in time that grows with its length alone: elements that are nested too deeply stand beside
 * each other, and what comes after too many of them is left out. Parsers by the HTML standard take hours for 100,000 open tags.
 */
export function pageDocument(html: string): CheerioAPI {
  const handler = new BoundedHandler();
  const parser = new ShallowParser(handler);
  parser.write(`<${AROUND}>`);
  parser.end(html);
  return load(handler.root);
}

class BoundedHandler extends DomHandler {
  private nodes = 0;
  private running: Parser | undefined;

  get depth(): number {
    return this.tagStack.length;
  }

  override onparserinit(parser: Parser): void {
    this.running = parser;
    super.onparserinit(parser);
  }

  protected override addNode(node: ChildNode): void {
    this.nodes += 1;
    if (this.nodes > MOST_NODES) this.running?.pause();
    else super.addNode(node);
  }
}

/** An element that is too deep counts as one that has no content, and so does the tag that would close it. */
class ShallowParser extends Parser {
  private isTooDeep = false;
  /** Elements that are open only in the text of the page. */
  private beyond = 0;

  constructor(private readonly handler: BoundedHandler) {
    super(handler);
  }

  override onopentagname(start: number, end: number): void {
    this.isTooDeep = this.handler.depth >= DEEPEST;
    if (this.isTooDeep) this.beyond += 1;
    super.onopentagname(start, end);
  }

  override onclosetag(start: number, end: number): void {
    this.isTooDeep = this.beyond > 0;
    if (this.isTooDeep) this.beyond -= 1;
    super.onclosetag(start, end);
    this.isTooDeep = false;
  }

  protected override isVoidElement(name: string): boolean {
    return this.isTooDeep || super.isVoidElement(name);
  }
}
