import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { LeadService } from '../lead.service.js';
import type { LeadNote } from './note.dto.js';
import { NoteNotFound } from './note.errors.js';
import { type NoteKey, NoteRepository } from './note.repository.js';

/** What people write down about leads. */
@Injectable()
export class NoteService {
  constructor(
    private readonly notes: NoteRepository,
    private readonly leads: LeadService,
  ) {}

  async list(
    ownerId: string,
    leadId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<LeadNote>> {
    await this.leads.get(ownerId, leadId);
    return this.notes.list(ownerId, leadId, page);
  }

  async add(ownerId: string, leadId: string, text: string): Promise<LeadNote> {
    await this.leads.get(ownerId, leadId);
    return this.notes.add(ownerId, leadId, text);
  }

  async change(ownerId: string, key: NoteKey, text: string): Promise<LeadNote> {
    const note = isKey(key) ? await this.notes.change(ownerId, key, text) : undefined;
    if (!note) throw new NoteNotFound();
    return note;
  }

  async remove(ownerId: string, key: NoteKey): Promise<void> {
    if (!isKey(key) || !(await this.notes.remove(ownerId, key))) throw new NoteNotFound();
  }
}

const isKey = ({ leadId, noteId }: NoteKey): boolean => isUuid(leadId) && isUuid(noteId);
