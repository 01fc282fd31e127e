import { Module } from '@nestjs/common';
import { DocumentPress } from './documents/document-press.js';
import { ExportController } from './documents/export.controller.js';
import { ExportService } from './documents/export.service.js';
import { ProposalController } from './proposal.controller.js';
import { ProposalRepository } from './proposal.repository.js';
import { ProposalService } from './proposal.service.js';
import { ProposalTemplateController } from './templates/proposal-template.controller.js';
import { ProposalTemplateRepository } from './templates/proposal-template.repository.js';
import { ProposalTemplateService } from './templates/proposal-template.service.js';
import { VersionController } from './versions/version.controller.js';
import { VersionRepository } from './versions/version.repository.js';
import { VersionService } from './versions/version.service.js';

/** What is offered to a client, at which price and on which terms. Texts by a model are written above. */
@Module({
  // Templates stand before proposals, whose `/api/proposals/:proposalId` would take their path.
  controllers: [ProposalTemplateController, ProposalController, VersionController, ExportController],
  providers: [
    ProposalService,
    ProposalRepository,
    VersionService,
    VersionRepository,
    ProposalTemplateService,
    ProposalTemplateRepository,
    ExportService,
    DocumentPress,
  ],
  exports: [ProposalService, ProposalTemplateService, ExportService],
})
export class ProposalsModule {}
