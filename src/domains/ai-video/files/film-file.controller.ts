import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { FilmFiles } from './film-file.service.js';

@ApiTags('AI video')
@Controller('ai-video/files')
export class FilmFileController {
  constructor(private readonly files: FilmFiles) {}

  /** Plays or downloads an image or clip by its link; a `Range` gets that part. */
  @Public()
  @Get(':token')
  @RateClass('anonymous')
  @Answers('stream')
  @ApiProduces('video/mp4', 'image/png')
  async play(
    @Param('token') token: string,
    @Headers('range') wanted: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { mediaType, bytes, sha256, range, content } = await this.files.open(token, wanted);
    void reply
      .header('content-type', mediaType)
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, max-age=3600')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('content-length', range ? range.last - range.first + 1 : bytes);
    if (sha256 !== null) void reply.header('etag', `"${sha256}"`);
    if (range) void reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${bytes}`);
    await reply.send(content);
  }
}
