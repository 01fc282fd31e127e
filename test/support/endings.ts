const endings: (() => Promise<unknown>)[] = [];

/** What the last test file of this process leaves to be done. */
export function atTheEnd(ending: () => Promise<unknown>): void {
  endings.push(ending);
}

/** Does it, the latest first. */
export async function endAll(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}
