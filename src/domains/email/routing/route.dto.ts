import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

const TRANSPORT = /^(?:platform|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const DOMAIN = /^(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** Which mail goes out by which transports. The first rule that fits decides; what is null fits everything. */
export class CreateRoute {
  /** Rules are asked in this order, the lowest first. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(10_000)
  position?: number;

  /** Only mailings to many, or only mail that somebody has asked for. */
  @IsOptional()
  @IsIn(['marketing', 'transactional'])
  stream?: 'marketing' | 'transactional' | null;

  /** Only mail of this campaign. */
  @IsOptional()
  @IsUUID()
  campaign_id?: string | null;

  /** Only mail from this identity. */
  @IsOptional()
  @IsUUID()
  identity_id?: string | null;

  /** Only mail to this domain and all below it. */
  @IsOptional()
  @Matches(DOMAIN)
  recipient_domain?: string | null;

  /**
   * Ids of your transports, or `platform` for ours, the preferred one first. The next is used only for a mail that was
   * certainly not accepted by the one before.
   */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @Matches(TRANSPORT, { each: true })
  transports!: string[];

  /** An inactive rule is passed over. */
  @MayBeLeftOut()
  @IsBoolean()
  active?: boolean;
}

/** A rule as it is to stand from now on. */
export class ReplaceRoute extends CreateRoute {}

/** Which mail goes out by which transports. */
export class MailRoute {
  id!: string;
  position!: number;
  stream!: 'marketing' | 'transactional' | null;
  campaign_id!: string | null;
  identity_id!: string | null;
  recipient_domain!: string | null;
  /** Ids of your transports, or `platform` for ours, the preferred one first. */
  transports!: string[];
  active!: boolean;
  created_at!: string;
  updated_at!: string;
}

export class RouteDeleted {
  deleted!: true;
}
