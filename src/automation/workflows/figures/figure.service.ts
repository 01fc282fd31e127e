import { Injectable } from '@nestjs/common';
import { WorkflowService } from '../definitions/workflow.service.js';
import type { WorkflowFigures } from './figure.dto.js';
import { FigureRepository } from './figure.repository.js';

/** Workflows in numbers. */
@Injectable()
export class FigureService {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly figures: FigureRepository,
  ) {}

  async of(ownerId: string, id: string, version: number | null): Promise<WorkflowFigures> {
    const { id: workflow_id } = await this.workflows.get(ownerId, id);
    return { workflow_id, steps: await this.figures.of(ownerId, workflow_id, version) };
  }
}
