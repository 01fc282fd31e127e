import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { AlertNotFound } from '../schedules.errors.js';
import type { Alert, AlertQuery } from './alert.dto.js';
import { AlertRepository } from './alert.repository.js';

/** Alerts, as their owners see them. */
@Injectable()
export class AlertService {
  constructor(private readonly alerts: AlertRepository) {}

  list(ownerId: string, query: AlertQuery): Promise<Page<Alert>> {
    return this.alerts.list(ownerId, query);
  }

  async acknowledge(ownerId: string, id: string): Promise<Alert> {
    const alert = isUuid(id) ? await this.alerts.acknowledge(ownerId, id) : undefined;
    if (!alert) throw new AlertNotFound();
    return alert;
  }
}
