/**
 * MinHash with bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4). Two texts whose shingles
 * have a Jaccard similarity of s share at least one band with a probability of 1 − (1 − s⁵)²⁰: 0.9996 at 0.8, 0.47 at 0.5,
 * 0.05 at 0.3. The bands are kept in the database: another number of them or another seed means measuring everything anew.
 */
const BANDS = 20;
const ROWS_IN_A_BAND = 5;
const SEED = 0x5ee_d05;

const SEEDS = Int32Array.from({ length: BANDS * ROWS_IN_A_BAND }, (_, at) => mixed(SEED + at));

/**
 * What this text shares with texts that resemble it: 20 numbers of 32 bits, none for an empty text. The owner is part of each
 * number, so that an index over everybody's texts finds only the owner's.
 */
export function bandsOf(shingles: ReadonlySet<string>, ownerId: string): number[] {
  if (shingles.size === 0) return [];
  const least = leastHashes(shingles);
  const owner = hashed(ownerId);
  return Array.from({ length: BANDS }, (_, band) =>
    least
      .subarray(band * ROWS_IN_A_BAND, (band + 1) * ROWS_IN_A_BAND)
      .reduce((hash, value) => mixed(hash ^ value), mixed(owner ^ band)),
  );
}

function leastHashes(shingles: ReadonlySet<string>): Int32Array {
  const least = new Int32Array(SEEDS.length).fill(0x7fffffff);
  for (const shingle of shingles) {
    const hash = hashed(shingle);
    for (let at = 0; at < SEEDS.length; at++) {
      const value = mixed(hash ^ (SEEDS[at] ?? 0));
      if (value < (least[at] ?? 0)) least[at] = value;
    }
  }
  return least;
}

/** FNV-1a over UTF-16 code units. */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

/** The finaliser of MurmurHash3: every bit of the number changes half of the others. */
function mixed(number: number): number {
  let hash = number | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
