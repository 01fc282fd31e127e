import { inBrowser, Visitor } from './visitor.js';

const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

inBrowser('a visitor with a browser', () => {
  const visitor = Visitor.forTests();

  const EVERY_FIELD = [
    { name: 'name', type: 'text', label: `Name ${EVIL}`, required: true, placeholder: EVIL },
    { name: 'email', type: 'email', label: 'Email', required: true },
    { name: 'style', type: 'select', label: 'Style', options: ['Plain', EVIL] },
    { name: 'story', type: 'textarea', label: 'Story' },
    { name: 'consent', type: 'checkbox', label: 'I agree', required: true },
    { name: 'elements', type: 'hidden', placeholder: 'h1' },
  ];
  const EVERYWHERE_EVIL = { name: EVIL, fields: EVERY_FIELD };
  const QUERY =
    '?utm_source=mail&utm_medium=letter&utm_campaign=spring&utm_term=spade&utm_content=top&utm_id=1';

  /** Fills the form as somebody without a mouse does. */
  async function fillByKeyboard(): Promise<void> {
    const { keyboard } = visitor.page;
    for (const text of ['Grace Hopper', 'grace@example.com']) {
      await keyboard.press('Tab');
      await keyboard.type(text);
    }
    await keyboard.press('Tab');
    await keyboard.press('P');
    await keyboard.press('Tab');
    await keyboard.type('first line\nsecond line');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
  }

  const KEPT = {
    first_name: 'Grace',
    last_name: 'Hopper',
    email: 'grace@example.com',
    consent: 'granted',
    custom_fields: { style: 'Plain', story: 'first line\nsecond line', consent: true, elements: 'h1' },
    metadata: {
      utm_source: 'mail',
      utm_medium: 'letter',
      utm_campaign: 'spring',
      utm_term: 'spade',
      utm_content: 'top',
    },
  };

  const focused = () => visitor.focused();

  it('fills in the hosted page on a phone by keyboard and hears that it worked', async () => {
    const { id, leads } = await visitor.makeForm({
      ...EVERYWHERE_EVIL,
      styling: { success_message: `Thanks ${EVIL}`, intro: EVIL, button_text: EVIL },
    });
    const { page } = visitor;
    await visitor.visitPage(id, QUERY);
    await page.getByRole('button').waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    expect(await page.title()).toBe(EVIL);
    await fillByKeyboard();
    const message = page.getByRole('status');
    await message.filter({ hasText: 'Thanks' }).waitFor();
    expect(await message.textContent()).toBe(`Thanks ${EVIL}`);
    expect(await focused()).toBe('message');
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await leads()).toMatchObject([KEPT]);
    expect(visitor.complaints).toEqual([]);
  });

  it('fills in the widget on somebody else`s site, and nothing the form says becomes markup', async () => {
    const { id, leads } = await visitor.makeForm({ ...EVERYWHERE_EVIL, styling: { button_text: EVIL } });
    const { page } = visitor;
    await visitor.visitSite([id], { query: QUERY, from: 'https://search.example/' });
    await page.getByRole('button').waitFor();
    await fillByKeyboard();
    await page.getByText("Thank you! We'll be in touch soon.").waitFor();
    expect(await page.locator('img').count()).toBe(0);
    const metadata = { ...KEPT.metadata, referrer: 'https://search.example/' };
    expect(await leads()).toMatchObject([{ ...KEPT, metadata }]);
    expect(visitor.complaints).toEqual([]);
  });

  it('is told what is wrong beside each field before anything is sent, until it is right', async () => {
    const { id, leads } = await visitor.makeForm({
      fields: [
        { name: 'email', type: 'email', label: 'Email' },
        { name: 'phone', type: 'tel', label: 'Phone' },
        { name: 'age', type: 'number', label: 'Age' },
        { name: 'terms', type: 'checkbox', label: 'Terms', required: true },
      ],
    });
    const { page } = visitor;
    const sent: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())));
    await visitor.visitSite([id]);
    await page.getByLabel('Email').fill('nobody');
    await page.getByLabel('Phone').fill('call me maybe');
    await page.getByLabel('Age').pressSequentially('1-');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Please check 4 fields.' }).waitFor();
    const problems = [
      ['Email', 'Email must be a mail address'],
      ['Phone', 'Phone must be a phone number'],
      ['Age', 'Age must be a number'],
      ['Terms', 'Terms is required'],
    ] as const;
    for (const [label, problem] of problems) {
      const field = page.getByLabel(label);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const description = await field.getAttribute('aria-describedby');
      expect(await page.locator(`#${description}`).textContent()).toBe(problem);
    }
    expect(await focused()).toBe('field-email');
    await page.getByLabel('Phone').fill('+49 30 1234');
    expect(await page.getByText('Phone must be a phone number').count()).toBe(0);
    expect(await page.getByLabel('Phone').getAttribute('aria-invalid')).toBeNull();
    expect(sent).toEqual([]);
    await page.getByLabel('Email').fill('a@example.com');
    await page.getByLabel('Age').fill('7');
    await page.getByLabel('Terms').check();
    await page.getByRole('button').click();
    await page.getByText('Thank you').waitFor();
    expect(await leads()).toMatchObject([{ email: 'a@example.com', custom_fields: { age: 7, terms: true } }]);
  });

  it('is told beside the field what only the server could know', async () => {
    const { id, change } = await visitor.makeForm({
      fields: [{ name: 'topic', type: 'select', options: ['A'] }],
    });
    const { page } = visitor;
    await visitor.visitPage(id);
    await page.getByLabel('topic').selectOption('A');
    await page.getByLabel('Email').fill('a@example.com');
    await change({ fields: [{ name: 'topic', type: 'select', options: ['B'] }] });
    await page.getByRole('button').click();
    await page.getByText('topic must be one of the options').waitFor();
    expect(await focused()).toBe('field-topic');
    expect(await page.getByLabel('Email').inputValue()).toBe('a@example.com');
  });

  it('goes on to where the owner wants two seconds after a success', async () => {
    const { id } = await visitor.makeForm({ settings: { redirect_url: `${visitor.app.url}/health` } });
    const { page } = visitor;
    await visitor.visitSite([id]);
    await page.getByLabel('Name').fill('A');
    await page.getByLabel('Email').fill('a@example.com');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/health', { timeout: 20_000 });
  });

  it('sees the hosted page in a frame and can use it', async () => {
    const { id, leads } = await visitor.makeForm({});
    visitor.html = `<!doctype html><iframe src="${visitor.app.url}/form/${id}" width="100%" height="500"></iframe>`;
    await visitor.page.goto(visitor.siteUrl);
    const frame = visitor.page.frameLocator('iframe');
    await frame.getByLabel('Name').fill('Framed');
    await frame.getByLabel('Email').fill('framed@example.com');
    await frame.getByRole('button').click();
    await frame.getByText('Thank you').waitFor();
    expect(await leads()).toMatchObject([{ email: 'framed@example.com' }]);
    expect(visitor.complaints).toEqual([]);
  });

  it('is told politely when there is no such form', async () => {
    await visitor.visitSite(['00000000-0000-4000-8000-000000000000']);
    await visitor.page
      .getByRole('alert')
      .filter({ hasText: 'This form is not available at the moment.' })
      .waitFor();
  });
});
