import type {
  AvailabilitySummary,
  ComparedProducts,
  PriceRange,
  RatingRange,
  ScrapedProduct,
} from './product.answers.dto.js';

type Compared = Pick<ScrapedProduct, 'price' | 'currency' | 'availability' | 'rating'>;

const USUAL_BEST = 5;

/** Prices, ratings and availability side by side. Amounts of different currencies are not compared. */
export function comparisonOf(products: readonly Compared[]): ComparedProducts {
  return {
    price_range: priceRange(products),
    rating_range: ratingRange(products),
    availability_summary: availability(products),
  };
}

/** The currency that most products are priced in; of several the one that comes first. */
function priceRange(products: readonly Compared[]): PriceRange {
  const byCurrency = Map.groupBy(
    products.filter(({ price }) => price !== null),
    ({ currency }) => currency,
  );
  const [most] = [...byCurrency].sort(([, some], [, others]) => others.length - some.length);
  const [currency, priced] = most ?? [null, []];
  return { ...rangeOf(priced.map(({ price }) => price ?? 0)), currency };
}

function ratingRange(products: readonly Compared[]): RatingRange {
  const values = products.flatMap(({ rating }) => {
    if (rating === null) return [];
    return [rating.max === null || rating.max <= 0 ? rating.value : (rating.value / rating.max) * USUAL_BEST];
  });
  return rangeOf(values.map(twoDecimals));
}

function availability(products: readonly Compared[]): AvailabilitySummary {
  const summary = { in_stock: 0, out_of_stock: 0, unknown: 0 };
  for (const product of products) {
    if (product.availability === 'in_stock') summary.in_stock += 1;
    else if (product.availability === 'out_of_stock' || product.availability === 'discontinued')
      summary.out_of_stock += 1;
    else summary.unknown += 1;
  }
  return summary;
}

function rangeOf(values: readonly number[]) {
  if (values.length === 0) return { min: null, max: null, avg: null, count: 0 };
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    min: Math.min(...values),
    max: Math.max(...values),
    avg: twoDecimals(sum / values.length),
    count: values.length,
  };
}

const twoDecimals = (value: number): number => Math.round(value * 100) / 100;
