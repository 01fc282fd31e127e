import { robotsRules } from './robots-rules.js';

const rules = (text: string) =>
  robotsRules(new URL('https://a.example/robots.txt'), text, 'MarketingAutopilot');
const allowed = (text: string, path: string) => rules(text).allow(new URL(path, 'https://a.example'));

describe('a robots.txt', () => {
  /** As Google documents its own reader, and RFC 9309. */
  it.each([
    ['', '/', true],
    ['User-agent: *\nDisallow: /', '/', false],
    ['User-agent: *\nDisallow:', '/', true],
    ['user-agent: *\ndisallow: /private', '/private/page', false],
    ['User-agent: *\nDisallow: /private', '/Private', true],
    ['User-agent: *\nDisallow: /\nAllow: /open', '/open/page', true],
    ['User-agent: *\nAllow: /p\nDisallow: /', '/page', true],
    ['User-agent: *\nAllow: /folder\nDisallow: /folder', '/folder/page', true],
    ['User-agent: *\nAllow: /page\nDisallow: /*.htm', '/page.htm', false],
    ['User-agent: *\nDisallow: /fish*.php', '/fish.php?id=1', false],
    ['User-agent: *\nDisallow: /*.php$', '/a.php', false],
    ['User-agent: *\nDisallow: /*.php$', '/a.php?b', true],
    ['User-agent: *\nDisallow: /caf%C3%A9', '/café', false],
    ['User-agent: *\nDisallow: /# all of it', '/a', false],
    ['\uFEFFUser-agent: *\r\nDisallow: /a\r\n\r\nDisallow: /b', '/b', false],
    ['User-agent: MarketingAutopilot\nDisallow: /a\n\nUser-agent: *\nDisallow: /', '/b', true],
    ['User-agent: marketingautopilot/2.0\nDisallow: /', '/b', false],
    ['User-agent: Other\nUser-agent: MarketingAutopilot\nDisallow: /', '/b', false],
    ['User-agent: Other\nDisallow: /', '/b', true],
    ['User-agent: MarketingAutopilotTwo\nDisallow: /', '/b', true],
    ['Sitemap: https://a.example/map.xml\nUser-agent: *\nDisallow: /a', '/a', false],
    ['Disallow: /', '/a', true],
    ['<html><body>Not found</body></html>', '/a', true],
  ])('%j lets us read %s: %j', (text, path, expected) => {
    expect(allowed(text, path)).toBe(expected);
  });

  it('may ask for a pause, of at most ten seconds', () => {
    const delays = ['2', '0.5', '3600', '-1', 'soon', 'Infinity'].map(
      (delay) => rules(`User-agent: *\nCrawl-delay: ${delay}`).delay,
    );
    expect(delays).toEqual([2_000, 500, 10_000, 0, 0, 10_000]);
    expect(rules('User-agent: Other\nCrawl-delay: 5').delay).toBe(0);
  });

  it('that names thousands of agents for thousands of rules is read in no time', () => {
    const agents = Array.from({ length: 12_000 }, (_, at) => `User-agent: bot${at}`);
    const repeated = Array<string>(6_000).fill('User-agent: *');
    const lines = Array.from({ length: 12_000 }, (_, at) => `Disallow: /${at}/`);
    const begun = performance.now();
    expect(allowed([...agents, ...repeated, ...lines].join('\n'), '/11999/')).toBe(false);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('full of wildcards is matched in bounded time', () => {
    const text = `User-agent: *\n${`Disallow: /${'*a'.repeat(900)}b\n`.repeat(270)}Disallow: /last`;
    const begun = performance.now();
    expect(allowed(text, `/${'a'.repeat(1_900)}`)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(allowed(text, '/last')).toBe(false);
  });
});
