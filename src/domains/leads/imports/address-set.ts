const FIRST_SLOTS = 1 << 12;
/** A table fuller than this is left as it is, and one of twice its size takes what comes. */
const FULL = 0.7;

/**
 * Addresses that have been met: 8 bytes each at least, since a file may hold millions. Nothing is ever moved, so that growing leaves
 * nothing behind. Two of the same 53-bit hash are taken for one, which among ten million happens once in a hundred files.
 */
export class AddressSet {
  private newest = new Float64Array(FIRST_SLOTS);
  private readonly tables = [this.newest];
  private taken = 0;

  has(address: string): boolean {
    return this.holds(hashOf(address));
  }

  add(address: string): void {
    const hash = hashOf(address);
    if (this.holds(hash)) return;
    this.newest[slotOf(this.newest, hash)] = hash;
    if (++this.taken <= this.newest.length * FULL) return;
    this.newest = new Float64Array(this.newest.length * 2);
    this.tables.push(this.newest);
    this.taken = 0;
  }

  private holds(hash: number): boolean {
    for (const table of this.tables) if (table[slotOf(table, hash)] === hash) return true;
    return false;
  }
}

/** Where the hash stands, or the free slot where it would. */
function slotOf(table: Float64Array, hash: number): number {
  let slot = hash % table.length;
  while (table[slot] !== 0 && table[slot] !== hash) slot = (slot + 1) % table.length;
  return slot;
}

/** cyrb53 by bryc, public domain: 53 bits, never 0. */
function hashOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1;
}
