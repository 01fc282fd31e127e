import { Site } from '../../support/site.js';

type Page = string | { status?: number; headers?: Record<string, string>; body?: string };

/** Somebody's web site: its pages by path. What has no page is not there, robots.txt included. */
export class Shop {
  private readonly pages = new Map<string, Page>();
  /** Paths that never get an answer. */
  readonly silent = new Set<string>();

  private constructor(readonly site: Site) {}

  static async open(address = '127.0.0.1'): Promise<Shop> {
    const shop: Shop = new Shop(
      await Site.start((request, response) => {
        const path = request.url ?? '';
        if (shop.silent.has(path)) return;
        const page = shop.pages.get(path);
        const {
          status = page === undefined ? 404 : 200,
          headers = {},
          body = '',
        } = typeof page === 'string' ? { body: page } : (page ?? {});
        response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
      }, address),
    );
    return shop;
  }

  get url(): string {
    return this.site.url;
  }

  /** Puts a page up, and answers its address. */
  has(path: string, page: Page): string {
    this.pages.set(path, page);
    return this.url + path;
  }

  /** How often each path was asked for, robots.txt left out. */
  get asked(): string[] {
    return this.site.requests.map(({ url }) => url ?? '').filter((path) => path !== '/robots.txt');
  }

  /** Forgets its pages and who came. */
  clear(): void {
    this.pages.clear();
    this.silent.clear();
    this.site.requests.length = 0;
  }

  close(): Promise<void> {
    return this.site.close();
  }
}
