import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CheckContact, ContactQuality } from './hygiene.dto.js';
import { HygieneService } from './hygiene.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class HygieneController {
  constructor(private readonly hygiene: HygieneService) {}

  /** Looks at an address and a phone number before they are kept: form, probable slips, throw-away and office addresses, mail servers. */
  @Post('check-contact')
  @HttpCode(200)
  check(@Body() contact: CheckContact): Promise<ContactQuality> {
    return this.hygiene.check(contact);
  }
}
