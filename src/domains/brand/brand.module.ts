import { Module } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { StorageModule } from '#platform/storage/storage.module';
import { AlignmentController } from './alignment/alignment.controller.js';
import { AlignmentRepository } from './alignment/alignment.repository.js';
import { AlignmentService } from './alignment/alignment.service.js';
import { AssetRepository } from './assets/asset.repository.js';
import { LogoController } from './assets/logo.controller.js';
import { LogoService } from './assets/logo.service.js';
import { BrandController } from './brand.controller.js';
import { BrandRepository } from './brand.repository.js';
import { BrandService } from './brand.service.js';
import { CheckController } from './check/check.controller.js';
import { CheckService } from './check/check.service.js';
import { DocumentController } from './documents/document.controller.js';
import { DocumentRepository } from './documents/document.repository.js';
import { DocumentService } from './documents/document.service.js';
import { VoiceController } from './voice/voice.controller.js';
import { VoiceService } from './voice/voice.service.js';

/** How the team's brand looks and speaks, and whether a text keeps to it. */
@Module({
  imports: [AiModule, StorageModule],
  controllers: [
    BrandController,
    LogoController,
    DocumentController,
    CheckController,
    VoiceController,
    AlignmentController,
  ],
  providers: [
    BrandService,
    BrandRepository,
    AssetRepository,
    LogoService,
    DocumentService,
    DocumentRepository,
    CheckService,
    VoiceService,
    AlignmentService,
    AlignmentRepository,
  ],
  exports: [BrandService, LogoService],
})
export class BrandModule {}
