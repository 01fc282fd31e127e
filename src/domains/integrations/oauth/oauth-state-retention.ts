import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { OAuthStateRepository, STATE_LIVES_MS } from './oauth-state.repository.js';

/** States that nobody came back with are forgotten ten minutes after they ended. */
@Injectable()
export class OAuthStateRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly states: OAuthStateRepository,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'oauth_states',
      keptMs: STATE_LIVES_MS,
      forget: (before, atMost) => this.states.forget(before, atMost),
    });
  }
}
