import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayUnique, IsArray, IsUUID } from 'class-validator';

const MOST = 10;

/** Up to ten ids of files, each once. */
export function AreAttachments(): PropertyDecorator {
  return applyDecorators(IsArray(), ArrayMaxSize(MOST), ArrayUnique(), IsUUID('all', { each: true }));
}
