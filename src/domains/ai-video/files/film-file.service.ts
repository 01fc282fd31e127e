import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { FilmFileUnknown } from '../ai-video.errors.js';
import { FilmRepository } from '../film.repository.js';
import { type ByteRange, rangeOf, sliced } from './byte-range.js';
import { FilmLinks } from './film-links.js';
import { FilmStore } from './film-store.js';

/** A file on its way to whoever has its link. */
export interface FilmFile {
  readonly mediaType: string;
  /** Of the whole file. */
  readonly bytes: number;
  /** Hexadecimal; null of a file of before. */
  readonly sha256: string | null;
  /** What of it was asked for; undefined for all of it. */
  readonly range: ByteRange | undefined;
  readonly content: Readable;
}

/** Gives out images and clips by their links, in ranges where a player asks for them. */
@Injectable()
export class FilmFiles {
  constructor(
    private readonly database: Database,
    private readonly films: FilmRepository,
    private readonly links: FilmLinks,
    private readonly store: FilmStore,
  ) {}

  async open(token: string, rangeHeader: string | undefined): Promise<FilmFile> {
    const claim = this.links.read(token);
    if (!claim) throw new FilmFileUnknown();
    const { ownerId, filmId } = claim;
    const file = await this.database.as(ownerId, () => this.films.fileOf(ownerId, filmId));
    if (!file) throw new FilmFileUnknown();
    const range = rangeOf(rangeHeader, file.bytes);
    const content = await this.store.read(file.path);
    const wanted = range ? sliced(content, range) : content;
    return { ...file, range, content: Readable.from(wanted, { objectMode: false }) };
  }
}
