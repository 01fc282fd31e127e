import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { Site } from '../../support/site.js';

const CHROMIUM = '/usr/bin/chromium';
const isInstalled = existsSync(CHROMIUM);

if (!isInstalled) console.warn(`Skipped: there is no browser at ${CHROMIUM} (apt-get install chromium).`);

/** `describe` where there is a browser. */
export const inBrowser = isInstalled ? describe : describe.skip;

export const PHONE = { width: 375, height: 720 };
export const DESKTOP = { width: 1280, height: 900 };

/** Somebody with a browser, and somebody else's site on which forms are embedded. */
export class Visitor {
  app!: TestApp;
  page!: Page;
  /** What the pages complained about: errors on the console, uncaught ones, and dialogs that opened. */
  complaints: string[] = [];
  /** What the site answers. */
  html = '';
  policy: string | undefined;
  private browser!: Browser;
  private site!: Site;

  /** For the tests of a `describe`: a new page for each. */
  static forTests(): Visitor {
    const visitor = new Visitor();
    beforeAll(() => visitor.start(), 240_000);
    beforeEach(() => visitor.open());
    afterEach(() => visitor.page.context().close());
    afterAll(() => visitor.end());
    return visitor;
  }

  get siteUrl(): string {
    return `${this.site.url}/`;
  }

  async start(): Promise<void> {
    this.app = await sharedApp();
    this.site = await Site.start((_request, response) => {
      if (this.policy !== undefined) response.setHeader('content-security-policy', this.policy);
      response.setHeader('content-type', 'text/html; charset=utf-8').end(this.html);
    });
    this.browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  }

  /** A fresh page, on a phone unless said otherwise. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    this.complaints = [];
    this.policy = undefined;
    const page = await this.browser.newPage({ viewport: PHONE, ...options });
    page.on('dialog', (dialog) => {
      this.complaints.push(dialog.message());
      void dialog.dismiss();
    });
    page.on(
      'console',
      (message) => void (message.type() === 'error' && this.complaints.push(message.text())),
    );
    page.on('pageerror', (error) => this.complaints.push(error.message));
    return (this.page = page);
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.site.close();
    await this.app.close();
  }

  /** A form that may be filled in as fast as a test does. */
  async makeForm({ settings, ...form }: { settings?: object; [part: string]: unknown }) {
    const { client } = await this.app.newUser();
    const { body } = await client.post('/api/lead-capture/forms', {
      ...form,
      settings: { minimum_seconds: 0, ...settings },
    });
    expect(body.success).toBe(true);
    const id: string = body.data.id;
    return {
      id,
      leads: async () => (await client.get('/api/leads')).body.data,
      form: async () => (await client.get(`/api/lead-capture/forms/${id}`)).body.data,
      change: (changes: object) => client.put(`/api/lead-capture/forms/${id}`, changes),
    };
  }

  /** Opens a page of somebody else's site which shows these forms, as the embed code says. */
  async visitSite(formIds: string[], { query = '', head = '', around = '', from = '' } = {}): Promise<void> {
    const boxes = formIds.map((_, at) => `<div id="box-${at}"></div>`).join('');
    const renders = formIds.map(
      (id, at) =>
        `LeadForm.render({ formId: '${id}', containerId: 'box-${at}', apiUrl: '${this.app.url}/' });`,
    );
    this.html = `<!doctype html><html lang="en"><head><title>Shop</title><meta name="viewport" content="width=device-width">${head}</head>
      <body><main><h1>Shop</h1>${around}${boxes}</main><script nonce="ours" src="${this.app.url}/static/form-widget.js"></script>
      <script nonce="ours">${renders.join('\n')}</script></body></html>`;
    await this.page.goto(this.siteUrl + query, from ? { referer: from } : {});
  }

  visitPage(formId: string, query = ''): Promise<unknown> {
    return this.page.goto(`${this.app.url}/form/${formId}${query}`);
  }

  /** The id or class of the element with the keyboard, through the tree of the form. */
  focused(): Promise<string> {
    return this.page.evaluate<string>(
      `(function id(root) { const one = root.activeElement; return one.shadowRoot ? id(one.shadowRoot) : one.id || one.className; })(document)`,
    );
  }

  /** What the browser makes of a property, of an element of the first form on the site or of the page itself. */
  styleOf(selector: string, property: string): Promise<string> {
    const [path, name] = [selector, property].map((text) => JSON.stringify(text));
    return this.page.evaluate<string>(
      `getComputedStyle(document.querySelector('#box-0 > div').shadowRoot.querySelector(${path}) ?? document.querySelector(${path}))[${name}]`,
    );
  }
}
