import { mayBePage, pageKey, siteOf } from './site-address.js';

describe('addresses of one page', () => {
  it('have one form', () => {
    const spellings = [
      'https://a.example/p?b=2&a=1#part',
      'https://A.example:443/p?a=1&b=2',
      'https://a.example/p?utm_source=x&a=1&gclid=y&b=2&UTM_Medium=z',
    ];
    expect(new Set(spellings.map(pageKey))).toEqual(new Set(['https://a.example/p?a=1&b=2']));
  });

  it('are told from those of another', () => {
    const others = [
      'https://a.example/p',
      'https://a.example/p/',
      'http://a.example/p',
      'https://a.example/p?utm=1',
    ];
    expect(new Set(others.map(pageKey)).size).toBe(4);
  });
});

describe('a site', () => {
  it.each([
    ['https://www.shop.co.uk/', 'shop.co.uk'],
    ['https://shop.example.com:8080/', 'example.com'],
    ['https://me.github.io/', 'me.github.io'],
    ['http://127.0.0.1:3000/', '127.0.0.1:3000'],
    ['http://localhost/', 'localhost'],
    ['https://xn--mnchen-3ya.de/', 'xn--mnchen-3ya.de'],
  ])('of %s is %s', (address, site) => {
    expect(siteOf(address)).toBe(site);
  });

  it('has files that are no pages', () => {
    const files = ['/a.pdf', '/a.JPG?x=1', '/a.css', '/a.js', '/a.min.js', '/a.png', '/a.gif'];
    expect(files.map((path) => mayBePage(`https://a.example${path}`))).toEqual(files.map(() => false));
    const pages = ['/', '/a', '/a.html', '/pdf', '/a.php?file=x.pdf', '/a.jpg/b'];
    expect(pages.map((path) => mayBePage(`https://a.example${path}`))).toEqual(pages.map(() => true));
  });
});
