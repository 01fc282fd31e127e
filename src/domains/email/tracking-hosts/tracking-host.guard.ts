import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LinkElsewhere } from '../email.errors.js';
import { TrackingHosts } from './tracking-hosts.js';

/** What a mail's pictures and links ask for. */
const TRACKED = /^\/e\/[oc]\//;

/** By an owner's name nothing is reached but what the links and pictures in their mail ask for: no page of anybody else. */
@Injectable()
export class TrackingHostGuard implements CanActivate {
  constructor(private readonly hosts: TrackingHosts) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { hostname, url } = context.switchToHttp().getRequest<FastifyRequest>();
    if (TRACKED.test(url)) return true;
    if ((await this.hosts.ownerOf(hostname)) !== undefined) throw new LinkElsewhere();
    return true;
  }
}
