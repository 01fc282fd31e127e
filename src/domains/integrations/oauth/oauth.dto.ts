import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { ConnectionProfile } from '../connections/connection.dto.js';

export class Authorize {
  /** Any name of the network. @example 'linkedin' */
  @IsString()
  @MaxLength(50)
  platform!: string;

  /** Not used: the state is made here, and answered. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  state?: string;
}

/** Where a person agrees to a connection. */
export class Consent {
  /** The page of the network. @example 'https://x.com/i/oauth2/authorize?response_type=code' */
  authUrl!: string;
  /** What the network sends back with the person: for one use, by you, within ten minutes. */
  state!: string;
}

/** With what a person came back from a network. */
export class Callback {
  /** @example 'linkedin' */
  @IsString()
  @MaxLength(50)
  platform!: string;

  /** The code that the network has given them. */
  @IsString()
  @MinLength(1)
  @MaxLength(4_096)
  code!: string;

  /** The state that was answered when it was begun. */
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  state!: string;
}

/** A network that is connected. */
export class Connected {
  connectionId!: string;
  userId!: string;
  profiles!: ConnectionProfile[];
}

export class Revoked {
  /** @example 'twitter' */
  platform!: string;
  /** Whether the network was told, and said that the token is worth nothing any more; false where it offers no way to. */
  revoked!: boolean;
}

export class Expiry {
  /** Whether the token ends within a day and cannot be replaced without you. */
  expires_soon!: boolean;
  expires_at!: string | null;
}
