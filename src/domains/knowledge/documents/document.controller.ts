import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { StreamsBody } from '#platform/http/route-body.decorators';
import { arrivingFile } from './arriving-file.js';
import { MEDIA_TYPES } from './document-files.js';
import {
  CreateKnowledgeDocument,
  KnowledgeDocument,
  KnowledgeDocumentDeleted,
  KnowledgeDocumentQuery,
  KnowledgeText,
  KnowledgeTextQuery,
  KnowledgeUploadQuery,
  UpdateKnowledgeDocument,
} from './document.dto.js';
import { DocumentService } from './document.service.js';

const TAKEN = ['multipart/form-data', ...Object.values(MEDIA_TYPES), 'application/octet-stream'];

@ApiTags('Knowledge')
@Controller('api/knowledge')
export class DocumentController {
  constructor(private readonly documents: DocumentService) {}

  /** Keeps a text as a document; it is read in the background. */
  @Post('documents')
  create(
    @CurrentUser() caller: Caller,
    @Body() document: CreateKnowledgeDocument,
  ): Promise<KnowledgeDocument> {
    return this.documents.create(caller.id, document);
  }

  /**
   * Takes a file of up to 20 MiB: plain text, Markdown, HTML, PDF or Word (.docx), as the first file of a form or as the
   * body itself. It is read in the background; what it is, is found from its content.
   */
  @Post('buckets/:bucketId/files')
  @Header('connection', 'close')
  @StreamsBody(...TAKEN)
  @ApiConsumes(...TAKEN)
  @ApiBody({
    schema: {
      type: 'object',
      properties: { title: { type: 'string' }, file: { type: 'string', format: 'binary' } },
    },
  })
  async upload(
    @CurrentUser() caller: Caller,
    @Param('bucketId') bucketId: string,
    @Query() query: KnowledgeUploadQuery,
    @Req() request: FastifyRequest,
  ): Promise<KnowledgeDocument> {
    return this.documents.upload(caller.id, bucketId, await arrivingFile(request), query);
  }

  /** Lists your documents without their text, newest first. */
  @Get('documents')
  @Lists(KnowledgeDocument)
  async list(
    @CurrentUser() caller: Caller,
    @Query() query: KnowledgeDocumentQuery,
  ): Promise<Listed<KnowledgeDocument>> {
    const { items, nextCursor } = await this.documents.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Shows one document without its text, and how far its reading has come. */
  @Get('documents/:documentId')
  get(@CurrentUser() caller: Caller, @Param('documentId') documentId: string): Promise<KnowledgeDocument> {
    return this.documents.get(caller.id, documentId);
  }

  /** Shows the text of a document, or the part that a citation names. */
  @Get('documents/:documentId/text')
  text(
    @CurrentUser() caller: Caller,
    @Param('documentId') documentId: string,
    @Query() part: KnowledgeTextQuery,
  ): Promise<KnowledgeText> {
    return this.documents.text(caller.id, documentId, part);
  }

  /** Downloads the file a document was uploaded as. */
  @Get('documents/:documentId/file')
  @Answers('stream')
  @AlsoFails(503)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces(MEDIA_TYPES.text, MEDIA_TYPES.pdf, MEDIA_TYPES.docx)
  async original(
    @CurrentUser() caller: Caller,
    @Param('documentId') documentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { content, name, type } = await this.documents.original(caller.id, documentId);
    await reply
      .header('content-type', type.startsWith('text/') ? 'text/plain' : type)
      .header('content-disposition', `attachment; filename*=UTF-8''${asParameter(name)}`)
      .header('cache-control', 'no-store')
      .send(content);
  }

  /** Changes the title or the text of a document and has it read again. */
  @Patch('documents/:documentId')
  update(
    @CurrentUser() caller: Caller,
    @Param('documentId') documentId: string,
    @Body() changes: UpdateKnowledgeDocument,
  ): Promise<KnowledgeDocument> {
    return this.documents.update(caller.id, documentId, changes);
  }

  /** Has a document read and embedded anew, after a change of the embedding model for instance. */
  @Post('documents/:documentId/reindex')
  @HttpCode(202)
  reindex(
    @CurrentUser() caller: Caller,
    @Param('documentId') documentId: string,
  ): Promise<KnowledgeDocument> {
    return this.documents.reindex(caller.id, documentId);
  }

  /** Deletes a document with its vectors and its file. */
  @Delete('documents/:documentId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('documentId') documentId: string,
  ): Promise<KnowledgeDocumentDeleted> {
    await this.documents.remove(caller.id, documentId);
    return { deleted: true };
  }
}

/** A name in a header, RFC 8187. */
function asParameter(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
