import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startApp, type TestApp } from '../../support/app.js';

const CHROMIUM = '/usr/bin/chromium';
const isInstalled = existsSync(CHROMIUM);
const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

if (!isInstalled) console.warn(`Skipped: there is no browser at ${CHROMIUM} (apt-get install chromium).`);
const inBrowser = isInstalled ? describe : describe.skip;

inBrowser('a visitor with a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let dialogs: string[];
  let complaints: string[];

  beforeAll(async () => {
    app = await startApp();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
  });
  beforeEach(async () => {
    dialogs = [];
    complaints = [];
    page = await browser.newPage({ viewport: { width: 375, height: 720 } });
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.close();
  });

  async function makeForm(form: object) {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/lead-capture/forms', form);
    return { id: body.data.id as string, leads: async () => (await client.get('/api/leads')).body.data };
  }

  const EVERY_FIELD = [
    { name: 'name', type: 'text', label: `Name ${EVIL}`, required: true, placeholder: EVIL },
    { name: 'email', type: 'email', label: 'Email', required: true },
    { name: 'style', type: 'select', label: 'Style', options: ['Plain', EVIL] },
    { name: 'story', type: 'textarea', label: 'Story' },
    { name: 'consent', type: 'checkbox', label: 'I agree', required: true },
    { name: 'elements', type: 'hidden', placeholder: 'h1' },
  ];

  /** Fills the form as somebody without a mouse does. */
  async function fillByKeyboard(): Promise<void> {
    for (const text of ['Grace Hopper', 'grace@example.com']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('P');
    await page.keyboard.press('Tab');
    await page.keyboard.type('first line\nsecond line');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }

  const KEPT = {
    first_name: 'Grace',
    last_name: 'Hopper',
    email: 'grace@example.com',
    consent: 'granted',
    custom_fields: { style: 'Plain', story: 'first line\nsecond line', consent: true, elements: 'h1' },
    metadata: { utm_source: 'mail', utm_campaign: 'spring' },
  };

  it('fills in the hosted page on a phone by keyboard and hears that it worked', async () => {
    const { id, leads } = await makeForm({
      name: EVIL,
      fields: EVERY_FIELD,
      styling: { success_message: `Thanks ${EVIL}` },
    });
    await page.goto(`${app.url}/form/${id}?utm_source=mail&utm_campaign=spring`);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    expect(await page.title()).toBe(EVIL);
    await fillByKeyboard();
    const message = page.locator('#message');
    await message.filter({ hasText: 'Thanks' }).waitFor();
    expect(await message.textContent()).toBe(`Thanks ${EVIL}`);
    expect(await message.getAttribute('aria-live')).toBe('polite');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('message');
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await leads()).toMatchObject([KEPT]);
    expect([dialogs, complaints]).toEqual([[], []]);
  });

  it('is told by the hosted page what is wrong, beside the field', async () => {
    const { id, leads } = await makeForm({
      name: 'Call me',
      fields: [
        { name: 'email', type: 'email' },
        { name: 'phone', type: 'tel', label: 'Phone' },
      ],
    });
    await page.goto(`${app.url}/form/${id}`);
    await page.getByLabel('email').fill('a@example.com');
    await page.getByLabel('Phone').fill('call me maybe');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('alert').filter({ hasText: 'Phone must be a phone number' }).waitFor();
    expect(await page.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('field-phone');
    expect(await leads()).toEqual([]);
  });

  it('goes on to where the owner wants two seconds after a success', async () => {
    const { id } = await makeForm({ settings: { redirect_url: `${app.url}/health` } });
    await page.goto(`${app.url}/form/${id}`);
    await page.getByLabel('Name').fill('A');
    await page.getByLabel('Email').fill('a@example.com');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/health', { timeout: 10_000 });
  });

  describe('on somebody else`s site', () => {
    let site: Server;
    let html = '';

    beforeAll(async () => {
      site = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
      });
      await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => {
      site.closeAllConnections();
      site.close();
    });
    const siteUrl = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;

    const widget = (
      id: string,
    ) => `<!doctype html><meta name="viewport" content="width=device-width"><div id="box"></div>
      <script src="${app.url}/static/form-widget.js"></script>
      <script>LeadForm.render({ formId: '${id}', containerId: 'box', apiUrl: '${app.url}/' });</script>`;

    it('fills in the widget by keyboard, and nothing the form says becomes markup', async () => {
      const { id, leads } = await makeForm({
        name: EVIL,
        fields: EVERY_FIELD,
        styling: { button_text: EVIL },
      });
      html = widget(id);
      await page.goto(`${siteUrl()}?utm_source=mail&utm_campaign=spring`);
      await page.getByRole('button').waitFor();
      await fillByKeyboard();
      await page.getByText("Thank you! We'll be in touch soon.").waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect(await leads()).toMatchObject([KEPT]);
      expect([dialogs, complaints]).toEqual([[], []]);
    });

    it('sees the hosted page in a frame and can use it', async () => {
      const { id, leads } = await makeForm({});
      html = `<!doctype html><iframe src="${app.url}/form/${id}" width="100%" height="500"></iframe>`;
      await page.goto(siteUrl());
      const frame = page.frameLocator('iframe');
      await frame.getByLabel('Name').fill('Framed');
      await frame.getByLabel('Email').fill('framed@example.com');
      await frame.getByRole('button').click();
      await frame.getByText('Thank you').waitFor();
      expect(await leads()).toMatchObject([{ email: 'framed@example.com' }]);
      expect(complaints).toEqual([]);
    });

    it('is told politely when there is no such form', async () => {
      html = widget('00000000-0000-4000-8000-000000000000');
      await page.goto(siteUrl());
      await page
        .getByRole('alert')
        .filter({ hasText: 'This form is not available at the moment.' })
        .waitFor();
      expect(dialogs).toEqual([]);
    });
  });
});
