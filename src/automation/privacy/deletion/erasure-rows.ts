import { Injectable } from '@nestjs/common';
import { CatalogueRepository } from '../map/catalogue.repository.js';
import { DATA_MAP } from '../map/data-map.js';
import { ErasingRepository, type Bite, type Strip } from '../map/erasing.repository.js';
import { childrenFirst, type KnownTable } from '../map/owned-rows.js';

/** The tables that a deletion goes through, and what it does to them. */
@Injectable()
export class ErasureRows {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly erasing: ErasingRepository,
  ) {}

  async all(): Promise<KnownTable[]> {
    return childrenFirst(DATA_MAP, await this.catalogue.read());
  }

  bite(userId: string, table: KnownTable, at: Strip): Promise<Bite> {
    return this.erasing.bite(userId, table, at);
  }

  forgetName(userId: string, table: KnownTable, column: string): Promise<number> {
    return this.erasing.forgetName(userId, table, column);
  }
}
