import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { FileStorage } from '#platform/storage/file-storage';
import { BrandService } from '../brand.service.js';
import { AssetRepository } from './asset.repository.js';
import type { Logo, LogoQuery } from './logo.dto.js';
import { LogoNotFound, TooManyLogos } from './logo.errors.js';
import { isLogoType, LOGO_TYPES, type LogoType, readLogo } from './logo-file.js';

const MOST_LOGOS = 20;

/** A file of a logo, and how it is to be sent. */
export interface ServedLogo {
  readonly content: Readable;
  readonly contentType: string;
  readonly disposition: string;
}

/** The logos of a brand. Where the file of one lies follows from its owner and its id, never from what its row says. */
@Injectable()
export class LogoService {
  private readonly logger = new Logger('Brand');

  constructor(
    private readonly database: Database,
    private readonly assets: AssetRepository,
    private readonly brands: BrandService,
    private readonly storage: FileStorage,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Logo>> {
    return this.assets.logos(ownerId, page);
  }

  /** Keeps a logo; the brand uses it when it is its first, or when that is asked for. */
  async add(ownerId: string, upload: Readable, { name, primary = false }: LogoQuery): Promise<Logo> {
    const { type, content } = await readLogo(upload);
    const id = newId();
    const path = pathOf(ownerId, id, type);
    await this.storage.write(path, Readable.from([content]));
    try {
      return await this.database.transaction(async () => {
        await this.brands.lock(ownerId);
        if ((await this.assets.countLogos(ownerId)) >= MOST_LOGOS) throw new TooManyLogos(MOST_LOGOS);
        await this.assets.addLogo(ownerId, { id, name, type, bytes: content.length });
        const { logo_id: used } = await this.brands.get(ownerId);
        if (primary || used === null) await this.brands.change(ownerId, { logo_id: id });
        return this.get(ownerId, id);
      });
    } catch (error) {
      await this.forget(path);
      throw error;
    }
  }

  async file(ownerId: string, logoId: string): Promise<ServedLogo> {
    const { id, content_type: type } = await this.get(ownerId, logoId);
    if (!isLogoType(type)) throw new LogoNotFound();
    const { servedAs, disposition, extension } = LOGO_TYPES[type];
    return {
      content: Readable.from(await this.storage.read(pathOf(ownerId, id, type))),
      contentType: servedAs,
      disposition: `${disposition}; filename="logo.${extension}"`,
    };
  }

  /** The bytes of a logo, which are 2 MiB at most; null, and told to the log, where they cannot be read. */
  async content(ownerId: string, logoId: string): Promise<Buffer | null> {
    try {
      return await buffer((await this.file(ownerId, logoId)).content);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.logger.warn(`The logo ${logoId} could not be read: ${error.code}`);
      return null;
    }
  }

  /** Deletes a logo and its file; a brand that uses it uses none from then on. */
  async remove(ownerId: string, logoId: string): Promise<void> {
    const { id, content_type: type } = await this.database.transaction(async () => {
      await this.brands.lock(ownerId);
      const logo = await this.get(ownerId, logoId);
      const { logo_id: used } = await this.brands.get(ownerId);
      if (used === logo.id) await this.brands.change(ownerId, { logo_id: null });
      await this.assets.removeLogo(ownerId, logo.id);
      return logo;
    });
    if (isLogoType(type)) await this.forget(pathOf(ownerId, id, type));
  }

  private async get(ownerId: string, logoId: string): Promise<Logo> {
    const logo = isUuid(logoId) ? await this.assets.findLogo(ownerId, logoId) : undefined;
    if (!logo) throw new LogoNotFound();
    return logo;
  }

  /** Never fails: what is left lies where nobody reads it. */
  private async forget(path: string): Promise<void> {
    await this.storage.remove([path]).catch((error: unknown) => {
      this.logger.warn(`The file ${path} could not be removed: ${String(error)}`);
    });
  }
}

function pathOf(ownerId: string, logoId: string, type: LogoType): string {
  return `brand-logos/${ownerId.toLowerCase()}/${logoId.toLowerCase()}.${LOGO_TYPES[type].extension}`;
}
