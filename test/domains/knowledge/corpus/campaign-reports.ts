/** Twelve reports of one form, so that the right month has to be told from eleven that read alike. */
const MONTHS = [
  {
    month: 'January',
    name: 'Fresh Start',
    spent: '18,400',
    leads: 412,
    best: 'search ads',
    weak: 'billboards',
    lesson: 'clicks cost a third less than in November, so the budget should be moved forward',
    partner: 'the gym chain Vitalis',
    creative: 'an empty kitchen that fills with people',
  },
  {
    month: 'February',
    name: 'Neighbour Kitchens',
    spent: '9,750',
    leads: 203,
    best: 'direct mail',
    weak: 'display banners',
    lesson: 'hand-written envelopes were opened by every second office manager',
    partner: 'the stationery shop Papierfuchs',
    creative: 'a postcard that smells of coffee',
  },
  {
    month: 'March',
    name: 'New Work Fair',
    spent: '26,900',
    leads: 688,
    best: 'the stand in Cologne',
    weak: 'sponsored posts',
    lesson: 'leads scored with three beans closed four times as often',
    partner: 'the furniture maker Ahorn',
    creative: 'a kitchen counter eleven metres long',
  },
  {
    month: 'April',
    name: 'Plant Your Grounds',
    spent: '7,300',
    leads: 151,
    best: 'Instagram reels',
    weak: 'radio',
    lesson: 'seeds in the parcel were photographed by 640 customers without being asked',
    partner: 'the garden centre Grünwerk',
    creative: 'tomatoes growing in coffee grounds',
  },
  {
    month: 'May',
    name: 'Open Roastery',
    spent: '12,100',
    leads: 295,
    best: 'posters in the quarter',
    weak: 'podcast spots',
    lesson: 'visitors who took a tour subscribed twice as often as those who only drank',
    partner: 'the brewery Hopfenhof',
    creative: 'a map drawn with coffee stains',
  },
  {
    month: 'June',
    name: 'Vienna Calling',
    spent: '21,600',
    leads: 377,
    best: 'LinkedIn messages',
    weak: 'newspaper inserts',
    lesson: 'Austrian buyers asked for a local telephone number before anything else',
    partner: 'the co-working house Donaudeck',
    creative: 'a tram painted in fir green',
  },
  {
    month: 'July',
    name: 'Cold Brew Weeks',
    spent: '15,800',
    leads: 340,
    best: 'TikTok clips',
    weak: 'affiliate sites',
    lesson: 'on days above thirty degrees orders tripled, and stock ran out twice',
    partner: 'the ice cream van Schneekönig',
    creative: 'ice cubes falling in slow motion',
  },
  {
    month: 'August',
    name: 'Back From Holiday',
    spent: '5,900',
    leads: 88,
    best: 'win-back letters',
    weak: 'video ads',
    lesson: 'nobody decides anything in August, so only existing customers should be addressed',
    partner: 'the travel agency Fernlicht',
    creative: 'a suitcase full of beans',
  },
  {
    month: 'September',
    name: 'Coffee Festival',
    spent: '24,300',
    leads: 574,
    best: 'the tasting workshop',
    weak: 'flyers',
    lesson: 'people who paid five euros for a workshop were better leads than those who came for nothing',
    partner: 'the bakery Kornblume',
    creative: 'a wall of two thousand cups',
  },
  {
    month: 'October',
    name: 'Autumn Roast',
    spent: '16,700',
    leads: 455,
    best: 'the newsletter',
    weak: 'retargeting',
    lesson: 'showing the same banner more than six times annoyed people and lowered the rate',
    partner: 'the bookshop Lesezeit',
    creative: 'leaves in the colours of three roasts',
  },
  {
    month: 'November',
    name: 'Black Friday Without Discount',
    spent: '13,200',
    leads: 489,
    best: 'public relations',
    weak: 'price comparison portals',
    lesson: 'paying farmers more instead of cutting prices was reported by nine newspapers',
    partner: 'the cooperative Sidama Union',
    creative: 'a black page with one sentence',
  },
  {
    month: 'December',
    name: 'Gift Boxes',
    spent: '19,500',
    leads: 266,
    best: 'marketplace ads',
    weak: 'cinema spots',
    lesson: 'orders after the fifteenth could not be delivered before Christmas and brought complaints',
    partner: 'the chocolate maker Bittersüß',
    creative: 'a box that unfolds into a village',
  },
] as const;

/** The reports as Markdown documents. */
export const CAMPAIGN_REPORTS = MONTHS.map(
  ({ month, name, spent, leads, best, weak, lesson, partner, creative }) => ({
    title: `Campaign report ${month} 2026`,
    content: `# ${name}

## Summary

The campaign "${name}" ran during the whole of ${month} 2026. We spent ${spent} euros and won ${leads} qualified leads, measured by the number of contacts that the sales desk accepted. The figures were checked by Elif on the fifth working day of the following month and are final. Late bookings of the agencies are included.

## What worked

The best channel was ${best}. It brought the largest share of leads at the lowest cost, and the people who came this way stayed longest on the page. We recommend giving it at least a third of the money if the campaign is repeated next year. The creative idea, ${creative}, was remembered by most of those we asked.

## What did not work

The weakest channel was ${weak}. It reached many people but brought hardly any contacts, and the ones it brought were too small or outside of our delivery area. The contract with the provider was not extended. Part of the money was moved to ${best} in the third week, which was too late to change the outcome.

## What we learnt

The main lesson of ${month}: ${lesson}. The team discussed it in the look back and wrote it into the plan for the coming year. Whoever prepares a similar campaign should read this section first and talk to the people who ran it, because the context matters more than the figure by itself.

## Partner and cooperation

Our partner was ${partner}. They shared our posts, put our cards on their counters and paid a quarter of the costs of production. The cooperation was pleasant and punctual. A second round was agreed upon orally; the written approval of both logos is stored in the folder of the partnership.
`,
  }),
);
