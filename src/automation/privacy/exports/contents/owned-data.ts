import { Injectable } from '@nestjs/common';
import { CatalogueRepository } from '../../map/catalogue.repository.js';
import { DATA_MAP, WRITTEN_MAP } from '../../map/data-map.js';
import { isOwned, type KnownTable } from '../../map/owned-rows.js';
import { ReadingRepository, type ReadRow } from '../../map/reading.repository.js';

const PAGE = 500;

/** Everything that tables hold of a user, page by page. */
@Injectable()
export class OwnedData {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly reading: ReadingRepository,
  ) {}

  /** Tables that stand in an export, by their names. */
  async exported(): Promise<KnownTable[]> {
    const catalogue = await this.catalogue.read();
    return [...DATA_MAP, ...WRITTEN_MAP]
      .flatMap((map) => {
        const shape = catalogue.get(map.name);
        const table = shape && { map, shape };
        return table && map.export === true && isOwned(table) !== undefined ? [table] : [];
      })
      .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  }

  async *pages(userId: string, table: KnownTable): AsyncGenerator<readonly ReadRow[]> {
    for (let after: readonly string[] | null = null; ;) {
      const page: Awaited<ReturnType<ReadingRepository['page']>> = await this.reading.page(
        userId,
        table,
        after,
        PAGE,
      );
      if (page.rows.length > 0) yield page.rows;
      if (page.last === null) return;
      after = page.last;
    }
  }

  exceeds(userId: string, tables: readonly KnownTable[], most: number): Promise<boolean> {
    return this.reading.exceeds(userId, tables, most);
  }
}

/** A table as exports name it. */
export function nameOf({ map }: KnownTable): string {
  return map.as ?? map.name.replace(/^public\./, '');
}

export function columnsOf({ map, shape }: KnownTable): string[] {
  return shape.columns.filter((column) => !map.leftOut.includes(column));
}
