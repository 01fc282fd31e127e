import { IsEmail, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { OutboundSettings } from './outbound.settings.js';

/** The settings of the support desk's mail. */
export class SupportSettings extends OutboundSettings {
  @IsOptional()
  @IsEmail()
  @Matches(/^[^@+]{1,20}@/, {
    message: 'SUPPORT_ADDRESS must have at most 20 characters before the @, and no +',
  })
  readonly SUPPORT_ADDRESS: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MinLength(32)
  readonly SUPPORT_INBOUND_SECRET: string | undefined = undefined;
}
