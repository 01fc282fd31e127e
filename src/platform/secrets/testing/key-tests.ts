import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type SecretServiceName, secretServiceCalled } from '../secret-services.js';
import { SecretNotFound, SecretServiceUnknown, SecretUntestable } from '../secret.errors.js';
import { Secrets } from '../secrets.js';
import { KeyTester, type KeyVerdict } from './key-tester.js';

const WITHIN_MS = 10_000;

interface TestedKey {
  readonly userId: string;
  readonly service: SecretServiceName;
}

/** Tries users' keys, by whichever tester of the application names the service. */
@Injectable()
export class KeyTests implements OnApplicationBootstrap {
  private readonly logger = new Logger('Secrets');
  private readonly testers = new Map<SecretServiceName, KeyTester>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly secrets: Secrets,
  ) {}

  onApplicationBootstrap(): void {
    const found = new Set(this.discovery.getProviders().map(({ instance }): unknown => instance));
    for (const tester of found) if (tester instanceof KeyTester) this.admit(tester);
  }

  /** Tries the user's key within ten seconds; throws `SecretUntestable` when no tester can. */
  async ofUser(userId: string, name: string): Promise<{ service: SecretServiceName; result: KeyVerdict }> {
    const service = secretServiceCalled(name);
    if (service === undefined) throw new SecretServiceUnknown(name);
    const value = await this.secrets.read(userId, service);
    if (value === undefined) throw new SecretNotFound(service);
    const tester = this.testers.get(service);
    if (!tester) throw new SecretUntestable(service);
    return { service, result: await this.verdict(tester, { userId, service }, value) };
  }

  private async verdict(
    tester: KeyTester,
    { userId, service }: TestedKey,
    value: string,
  ): Promise<KeyVerdict> {
    try {
      return await tester.test(service, value, AbortSignal.timeout(WITHIN_MS), userId);
    } catch (error) {
      // Its message may repeat the key.
      this.logger.warn(
        `A key for ${service} could not be tried: ${error instanceof Error ? error.name : ''}`,
      );
      return 'unreachable';
    }
  }

  private admit(tester: KeyTester): void {
    for (const service of tester.services) {
      if (this.testers.has(service)) throw new Error(`Two testers want to try keys for ${service}.`);
      this.testers.set(service, tester);
    }
  }
}
