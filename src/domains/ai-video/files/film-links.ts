import { Injectable } from '@nestjs/common';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { Settings } from '#platform/config/settings';

const ID_BYTES = 16;
const PATH = '/ai-video/files/';

/** Which file a link leads to. */
export interface FilmClaim {
  readonly ownerId: string;
  readonly filmId: string;
}

/** The addresses of images and clips. They hold as long as the files do: networks and browsers fetch them without signing in. */
@Injectable()
export class FilmLinks {
  private readonly claims: SignedClaims<'film'>;

  constructor(private readonly settings: Settings) {
    this.claims = new SignedClaims(settings.keys('ai-video.files'));
  }

  link(ownerId: string, filmId: string): string {
    const token = this.claims.sign('film', Buffer.concat([idBytes(ownerId), idBytes(filmId)]));
    return `${this.settings.backendUrl}${PATH}${token}`;
  }

  read(token: string): FilmClaim | undefined {
    const claim = this.claims.read('film', token);
    if (claim?.length !== 2 * ID_BYTES) return undefined;
    return { ownerId: idAt(claim), filmId: idAt(claim, ID_BYTES) };
  }

  /** What an address of ours leads to; undefined for any other. */
  readUrl(url: string): FilmClaim | undefined {
    const ours = `${this.settings.backendUrl}${PATH}`;
    return url.startsWith(ours) ? this.read(url.slice(ours.length)) : undefined;
  }
}
