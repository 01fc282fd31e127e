import { Transform } from 'class-transformer';
import { IsObject, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import type { PostMetrics } from '#platform/channels/social/social-channel';

const KEY = /^[\x21-\x7e]+$/;
const KEY_SAYS = '$property must be the key alone: visible ASCII characters, without blanks or line breaks';
const trimmed = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

/** A key as it goes in; it never comes out again. */
export class ConnectByKey {
  /** A key of the service for your account. @example 'a-key-of-buffer' */
  @Transform(trimmed)
  @IsString()
  @MaxLength(4_096)
  @Matches(KEY, { message: KEY_SAYS })
  api_key!: string;
}

/** A token of a network that you have by other means than ours. */
export class ConnectByToken {
  /** Any name of the network. @example 'linkedin' */
  @IsString()
  @MaxLength(50)
  platform!: string;

  /** It goes in and never comes out again. @example 'a-token-of-linkedin' */
  @Transform(trimmed)
  @IsString()
  @MaxLength(4_096)
  @Matches(KEY, { message: KEY_SAYS })
  access_token!: string;

  /** Of the accounts that the token is for, the one to post to; all of them when it is left out. @example 'urn:li:organization:7' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  account_id?: string;
}

/** A service that is to be connected. */
export class NewConnection {
  /** @example 'buffer' */
  @IsString()
  @MaxLength(50)
  service_name!: string;

  /** What you want to remember of it. With an `api_key` the service is connected by it, and the key is kept with your secrets. */
  @MayBeLeftOut()
  @IsObject()
  configuration?: Record<string, unknown>;
}

export type ConnectionStatus = 'connected' | 'disconnected' | 'error' | 'pending';
/**
 * Whether somebody has to do something: `good`; `reconnect_soon`, its token ends within a week and no other can be had without its
 * owner; `reconnect`, nothing leaves by it any more; `not_connected`.
 */
export type ConnectionHealth = 'good' | 'reconnect_soon' | 'reconnect' | 'not_connected';
export type SyncStatus = 'idle' | 'syncing' | 'error' | 'success';

/** An account, page or channel that can be posted to. */
export class ConnectionProfile {
  /** What a post names it by, as `account_id`. */
  id!: string;
  /** @example 'Dough & Co.' */
  name!: string;
  /** Its network. @example 'linkedin' */
  platform!: string;
  username!: string | null;
  avatarUrl!: string | null;
  /** Whether posts may leave by it. */
  isActive!: boolean;
}

/** A service that was connected, or is to be. */
export class Connection {
  id!: string;
  /** @example 'buffer' */
  service_name!: string;
  connection_status!: ConnectionStatus;
  /** When its accounts were last read. */
  last_sync_at!: string | null;
  sync_status!: SyncStatus;
  configuration!: Record<string, unknown>;
  /** Why it cannot be used, or could not be read. */
  error_message!: string | null;
  connected_at!: string | null;
  /** When its token ends; null for keys, which do not. */
  token_expires_at!: string | null;
  account_name!: string | null;
  /** What its owner has agreed to, as the service names it; empty for keys. @example ['tweet.write'] */
  scopes!: string[];
  /** Whether it has to be connected again, told before a post fails. @example 'good' */
  health!: ConnectionHealth;
  profiles!: ConnectionProfile[];
}

/** Whose account a connection is for. */
export class AccountInfo {
  id!: string;
  name!: string;
  /** How many accounts, pages and channels it can post to. @example 3 */
  profiles!: number;
}

/** What came of connecting or reading a service. */
export class ConnectOutcome {
  /** @example 'buffer' */
  service!: string;
  status!: ConnectionStatus;
  connected_at!: string | null;
  account_info!: AccountInfo | null;
  /** @example 'Buffer is connected: 3 accounts can be posted to.' */
  message!: string;
}

/** Whether the key or token of a connection is taken at the moment. */
export class ConnectionTest {
  ok!: boolean;
  /** Why not. */
  problem!: string | null;
}

/** What came of disconnecting a service. */
export class DisconnectOutcome {
  /** @example 'twitter' */
  service!: string;
  disconnected!: boolean;
  /** Whether the service was told, and said that the token is worth nothing any more; false where it offers no way to. */
  revoked!: boolean;
}

/** A connection as pages that connect networks read it. */
export class SocialConnection {
  id!: string;
  /** @example 'linkedin' */
  platform!: string;
  isConnected!: boolean;
  userId!: string;
  profiles!: ConnectionProfile[];
  lastSync!: string | null;
  accessTokenExpires!: string | null;
  /** What has to be done before it can be posted to again. */
  error!: string | null;
  /** Whether it has to be connected again, told before a post fails. @example 'good' */
  health!: ConnectionHealth;
}

export class SocialConnections {
  connections!: SocialConnection[];
}

/** What a service takes. */
export class PlatformCapabilities {
  images!: number;
  videos!: number;
  /** Whether every post needs a picture or video. */
  needsMedia!: boolean;
  threads!: boolean;
  schedules!: boolean;
  /** Whether a post arrives as a draft that a person has to let go there. */
  draftsOnly!: boolean;
  /** What can be read back of a published post. */
  metrics!: (keyof PostMetrics)[];
  /** The longest text, hashtags included; null where that depends on the network behind it. @example 3000 */
  textLimit!: number | null;
}

/** A network or service, what it takes, and whether you have connected it. */
export class Platform {
  /** @example 'linkedin' */
  id!: string;
  /** @example 'LinkedIn' */
  name!: string;
  isConnected!: boolean;
  /** How it is connected. */
  connectBy!: ('oauth' | 'api_key' | 'access_token')[];
  /** Why nobody can connect it; null where they can. */
  unavailable!: string | null;
  capabilities!: PlatformCapabilities;
}
