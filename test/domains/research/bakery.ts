/** A page as small firms have them. */
export const BAKERY = `<html lang="en"><head><title> About
         us </title><meta name="description" content="Who we are"><meta property="og:title" content="Us">
         <meta name="twitter:card" content="summary"></head>
       <body><nav>Menu <a href="/menu#x">Menu</a></nav>
       <main><h1>We bake</h1><h2>Bread</h2><h2>Bread</h2><p>Since&nbsp;1999.</p><p>In <b>Ber</b>lin.</p>
       <script>var hidden = 1</script><a href="../shop?a=1&amp;b=2">Shop</a><img src="/i.png" alt="Oven">
       <p class="boss">Ada L.</p></main>
       <footer>Tel. 030 / 90 18 20, <a href="mailto:Hello@bakery.example">write</a>, jobs@bakery.example</footer></body></html>`;

/** What is found on it, when it stands at `/about` of the given site and `boss` and `none` are selectors. */
export const bakeryFound = (site: string) => ({
  meta: {
    title: 'About us',
    description: 'Who we are',
    og_title: 'Us',
    twitter_card: 'summary',
    language: 'en',
  },
  content: 'We bake Bread Bread Since 1999. In Berlin. Shop Ada L.',
  content_truncated: false,
  headings: { h1: ['We bake'], h2: ['Bread'], h3: [] },
  links: [
    { url: `${site}/menu`, text: 'Menu' },
    { url: `${site}/shop?a=1&b=2`, text: 'Shop' },
  ],
  link_count: 2,
  images: [{ url: `${site}/i.png`, alt: 'Oven' }],
  image_count: 1,
  emails: ['hello@bakery.example', 'jobs@bakery.example'],
  phones: ['030 / 90 18 20'],
  custom_data: { boss: ['Ada L.'], none: [] },
  word_count: 11,
});
