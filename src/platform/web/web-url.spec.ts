import { hostOf, portOf, redirectedTo, webUrl } from './web-url.js';

const read = (text: string): string => webUrl(text).href;

describe('a web address', () => {
  it('is read in one form, however it is spelt', () => {
    const spellings = {
      'http://EXAMPLE.com:80/a/../b#part': 'http://example.com/b',
      'https://example.com.:443/': 'https://example.com/',
      'https://münchen.example/ä?q=ü': 'https://xn--mnchen-3ya.example/%C3%A4?q=%C3%BC',
      'http://2130706433/': 'http://127.0.0.1/',
      'http://0x7f000001/': 'http://127.0.0.1/',
      'http://0177.0.0.1/': 'http://127.0.0.1/',
      'http://127.1/': 'http://127.0.0.1/',
      'http://127.0.0.1./': 'http://127.0.0.1/',
      'http://１２７.０.０.１/': 'http://127.0.0.1/',
      'http://[0:0:0:0:0:ffff:127.0.0.1]/': 'http://[::ffff:7f00:1]/',
    };
    for (const [text, href] of Object.entries(spellings)) expect([text, read(text)]).toEqual([text, href]);
  });

  it.each([
    'file:///etc/passwd',
    'gopher://example.com/',
    'ftp://example.com/',
    'data:text/html,hello',
    'javascript:alert(1)',
    'ws://example.com/',
    'example.com',
    '//example.com/',
    'http://',
    'http://user@example.com/',
    'http://:secret@example.com/',
    'http://127.0.0.2@127.0.0.1/',
    'http://example.com\\@127.0.0.1/',
    'http://exa mple.com/',
    'http://example.com/\r\nHost: other',
    'http://[::1%25lo]/',
    'http://[::1',
    'http://example..com/',
    'http://.example.com/',
    'http://example.com../',
    'http://1.2.3.4.5.6/',
    'http://256.256.256.256/',
    `http://example.com/${'a'.repeat(2_100)}`,
  ])('%j is refused', (text) => {
    expect(() => webUrl(text)).toThrow(expect.objectContaining({ code: 'web/url-unfit' }));
  });

  it('says which host and port it means', () => {
    expect([hostOf(webUrl('http://[2606:4700::1]/')), portOf(webUrl('https://a.example'))]).toEqual([
      '2606:4700::1',
      443,
    ]);
  });

  it('that a redirect names is read from where it stands, under the same rules', () => {
    const from = webUrl('https://example.com/a/b?c');
    expect(redirectedTo('../d', from).href).toBe('https://example.com/d');
    expect(redirectedTo('//other.example/', from).href).toBe('https://other.example/');
    for (const location of ['file:///etc/passwd', 'https://user:pw@example.com/', 'http://['])
      expect(() => redirectedTo(location, from)).toThrow(expect.objectContaining({ code: 'web/url-unfit' }));
  });
});
