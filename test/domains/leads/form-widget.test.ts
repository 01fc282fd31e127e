import { inBrowser, Visitor } from './visitor.js';

const HOSTILE = `<style>
  * { display: none !important; color: red !important; font-size: 3px !important }
  html, head, body, main, div { display: block !important }
  div { visibility: hidden; opacity: 0 !important; position: fixed !important; text-transform: uppercase }
  form, input, button, label, p { all: unset !important; display: none !important }
</style>`;

inBrowser('the widget on somebody else`s page', () => {
  const visitor = Visitor.forTests();

  async function fill(email = 'ada@example.com'): Promise<void> {
    await visitor.page.getByLabel('Name').fill('Ada Lovelace');
    await visitor.page.getByLabel('Email').fill(email);
  }

  const submit = () => visitor.page.getByRole('button').click();
  const thanked = () => visitor.page.getByText('Thank you').waitFor();

  /** Lets the submissions of the page go where the test says. */
  function onSubmission(answer: Parameters<typeof visitor.page.route>[1]): Promise<unknown> {
    return visitor.page.route('**/api/lead-capture/webhook/**', (route, request) =>
      request.method() === 'POST' ? answer(route, request) : route.continue(),
    );
  }

  it('works and keeps its looks under a strict policy and hostile style sheets, which it leaves alone', async () => {
    const { id, leads } = await visitor.makeForm({ styling: { button_color: '#0f766e', border_radius: 20 } });
    visitor.policy = `default-src 'none'; script-src ${visitor.app.url} 'nonce-ours'; style-src 'nonce-ours'; connect-src ${visitor.app.url}; base-uri 'none'; form-action 'none'`;
    await visitor.visitSite([id], {
      head: HOSTILE.replace('<style>', '<style nonce="ours">'),
      around: '<p id="own">Own</p><button id="shop">Buy</button>',
    });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Submit' }).waitFor();
    expect(await visitor.styleOf('.card button', 'backgroundColor')).toBe('rgb(15, 118, 110)');
    expect(await visitor.styleOf('.card button', 'color')).toBe('rgb(255, 255, 255)');
    expect(await visitor.styleOf('.card button', 'borderRadius')).toBe('20px');
    expect(await visitor.styleOf('.card button', 'fontSize')).toBe('16px');
    expect(await visitor.styleOf('.card input', 'display')).toBe('block');
    expect(await visitor.styleOf('#own', 'color')).toBe('rgb(255, 0, 0)');
    await fill();
    await submit();
    await thanked();
    expect(await leads()).toHaveLength(1);
    expect(visitor.complaints).toEqual([]);
  });

  it('keeps its looks in a browser that knows style elements only', async () => {
    const { id } = await visitor.makeForm({ styling: { button_color: '#0f766e' } });
    visitor.policy = `default-src 'none'; script-src 'nonce-ours'; style-src 'nonce-ours'; connect-src ${visitor.app.url}`;
    await visitor.page.addInitScript('delete CSSStyleSheet.prototype.replaceSync');
    await visitor.visitSite([id]);
    await visitor.page.getByRole('button').waitFor();
    expect(await visitor.styleOf('.card button', 'backgroundColor')).toBe('rgb(15, 118, 110)');
    expect(visitor.complaints).toEqual([]);
  });

  it('shows several forms on one page, also twice the same, and does not mind being loaded twice', async () => {
    const one = await visitor.makeForm({ name: 'One', styling: { button_text: 'Send one' } });
    const two = await visitor.makeForm({ name: 'Two', styling: { button_text: 'Send two' } });
    const script = `<script src="${visitor.app.url}/static/form-widget.js"></script>`;
    await visitor.visitSite([one.id, two.id, one.id], { head: script + script });
    const { page } = visitor;
    const form = page.locator('form').nth(1);
    await page.getByRole('button').nth(2).waitFor();
    await form.getByLabel('Name').fill('Second');
    await form.getByLabel('Email').fill('second@example.com');
    await form.getByRole('button').click();
    await thanked();
    expect(await page.getByRole('button').allTextContents()).toEqual(['Send one', 'Send one']);
    expect([await one.leads(), await two.leads()]).toMatchObject([[], [{ email: 'second@example.com' }]]);
    expect(visitor.complaints).toEqual([]);
  });

  it('says on the console that its place is missing, and breaks nothing', async () => {
    const { id } = await visitor.makeForm({});
    await visitor.visitSite([], {
      head: `<script src="${visitor.app.url}/static/form-widget.js"></script>
        <script>LeadForm.render({ formId: '${id}', containerId: 'nowhere', apiUrl: '${visitor.app.url}' }); LeadForm.render();
          LeadForm.render({ formId: '${id}', containerId: 'later', apiUrl: '${visitor.app.url}' });</script>`,
      around: '<div id="later"></div>',
    });
    await visitor.page.getByRole('button').waitFor();
    expect(visitor.complaints).toEqual([
      'LeadForm: there is no element with the id nowhere',
      'LeadForm: there is no element with the id undefined',
    ]);
  });

  it('sends once, however often somebody clicks', async () => {
    const { id, leads } = await visitor.makeForm({});
    const keys: (string | undefined)[] = [];
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    await visitor.visitSite([id]);
    await onSubmission(async (route, request) => {
      keys.push(request.headers()['idempotency-key']);
      await held;
      await route.continue();
    });
    await fill();
    await visitor.page.getByRole('button').dblclick();
    await visitor.page.getByLabel('Email').press('Enter');
    expect(await visitor.page.getByRole('button').isDisabled()).toBe(true);
    go();
    await thanked();
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(await leads()).toHaveLength(1);
  });

  it('keeps the answers when the answer is lost, and is then not counted twice', async () => {
    const { id, form } = await visitor.makeForm({ styling: { error_message: 'Sorry, once more please.' } });
    const sent: (string | null)[] = [];
    await visitor.visitSite([id]);
    await onSubmission(async (route, request) => {
      sent.push(`${request.headers()['idempotency-key']} ${request.postData()}`);
      if (sent.length > 1) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await fill();
    await submit();
    await visitor.page.getByRole('alert').filter({ hasText: 'Sorry, once more please.' }).waitFor();
    expect(await visitor.page.getByLabel('Email').inputValue()).toBe('ada@example.com');
    await submit();
    await thanked();
    expect(sent[1]).toBe(sent[0]);
    expect((await form()).submissions_count).toBe(1);
  });

  it('leaves what it has said when it looks at the address somebody has just typed', async () => {
    const { id } = await visitor.makeForm({ styling: { error_message: 'Sorry, once more please.' } });
    const { page } = visitor;
    await page.clock.install();
    await visitor.visitSite([id]);
    let isOpen = false;
    await onSubmission((route) => (isOpen ? route.continue() : route.abort('connectionreset')));
    await fill();
    await submit();
    await page.getByRole('alert').waitFor();
    await page.clock.runFor(5_000);
    expect(await page.getByRole('alert').textContent()).toBe('Sorry, once more please.');
    isOpen = true;
    await fill('grace@example.com');
    await submit();
    await thanked();
    await page.clock.runFor(5_000);
    expect(await page.getByRole('status').allTextContents()).toEqual([expect.stringContaining('Thank you')]);
  });

  it('gives up waiting after 20 seconds and keeps the answers', async () => {
    const { id } = await visitor.makeForm({});
    const { page } = visitor;
    await page.clock.install();
    await visitor.visitSite([id]);
    await onSubmission(() => undefined);
    await fill();
    await submit();
    await page.getByRole('button', { disabled: true }).waitFor();
    await page.clock.runFor(21_000);
    await page.getByRole('alert').filter({ hasText: 'Something went wrong. Please try again.' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada Lovelace');
    expect(await page.getByRole('button').isDisabled()).toBe(false);
  });

  it('follows nothing but a web address', async () => {
    const { id } = await visitor.makeForm({});
    const { page } = visitor;
    await page.clock.install();
    await visitor.visitSite([id]);
    await onSubmission((route) =>
      route.fulfill({
        json: {
          success: true,
          lead_id: id,
          message: 'Thank you',
          redirect_url: 'javascript:document.title="Mine"',
        },
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    await fill();
    await submit();
    await thanked();
    await page.clock.runFor(5_000);
    expect([await page.title(), page.url()]).toEqual(['Shop', visitor.siteUrl]);
    expect(visitor.complaints).toEqual([]);
  });

  it('hides its trap from people, and from those who listen to the page', async () => {
    const { id } = await visitor.makeForm({});
    await visitor.visitSite([id]);
    const trap = visitor.page.locator('input[name=_hp]');
    await visitor.page.getByRole('button').waitFor();
    expect(
      await trap.evaluate((input) => input.closest('[aria-hidden=true]')?.getBoundingClientRect().width),
    ).toBe(1);
    expect(await trap.getAttribute('tabindex')).toBe('-1');
    expect(await visitor.page.getByRole('textbox').count()).toBe(2);
  });

  it('fits a narrow screen with long words, and reads from right to left where the page does', async () => {
    const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen';
    const { id } = await visitor.makeForm({
      name: word,
      fields: [
        { name: 'choice', type: 'select', label: word, options: [word.repeat(3)] },
        { name: 'agree', type: 'checkbox', label: word },
      ],
      styling: { button_text: word, intro: word, width: 960 },
    });
    const { page } = visitor;
    await page.setViewportSize({ width: 320, height: 640 });
    await visitor.visitSite([id], { head: '<style>body{margin:0}html{direction:rtl}</style>' });
    await page.getByRole('button').waitFor();
    await page.locator('select').selectOption({ index: 1 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect((await page.locator('.card').boundingBox())?.width).toBe(320);
    expect(await visitor.styleOf('.card', 'direction')).toBe('rtl');
  });
});
