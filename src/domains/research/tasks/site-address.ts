import { getDomain } from 'tldts';

/** What is no page: pictures, documents, styles and scripts. */
const NO_PAGE =
  /\.(?:pdf|jpe?g|png|gif|webp|avif|svg|ico|css|m?js|json|xml|zip|gz|rar|7z|tar|exe|dmg|mp[34]|webm|mov|avi|wav|woff2?|ttf|docx?|xlsx?|pptx?)$/i;
const TRACKING = /^(?:utm_\w+|gclid|fbclid|msclkid|mc_eid|mc_cid|_ga|yclid|dclid)$/i;

/** One form for addresses that lead to the same page: without fragment and campaign parameters, the others in order. */
export function pageKey(address: string): string {
  const url = new URL(address);
  url.hash = '';
  const tracking = url.searchParams.keys().filter((name) => TRACKING.test(name));
  for (const name of tracking.toArray()) url.searchParams.delete(name);
  url.searchParams.sort();
  return url.href;
}

/** Whether an address may be a page at all, by its ending. */
export function mayBePage(address: string): boolean {
  return !NO_PAGE.test(new URL(address).pathname);
}

/** The site an address belongs to: its registrable domain, or, where there is none, host and port. */
export function siteOf(address: string): string {
  const { hostname, host } = new URL(address);
  return getDomain(hostname, { allowPrivateDomains: true }) ?? host;
}
