import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { withEmbeddedSecrets } from './embedded-secrets.js';
import { loadSettings } from './load-settings.js';
import { Settings } from './settings.js';

/** The settings, read once from the environment and `.env`, validated whole and injectable everywhere. */
@Module({})
export class SettingsModule {
  /** Reads the environment; throws `InvalidSettings` naming every problem. */
  static fromEnvironment(): { settings: Settings; module: DynamicModule } {
    let read: { settings: Settings } | { problem: unknown } = { problem: 'The environment was not read.' };
    const config = ConfigModule.forRoot({
      cache: true,
      validate: (environment: Record<string, string>) => {
        read = attempt(environment);
        return environment;
      },
    });
    if ('problem' in read) throw read.problem;
    const { settings } = read as { settings: Settings };
    const module = this.from(settings);
    return { settings, module: { ...module, imports: [config] } };
  }

  static from(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: Settings, useValue: settings }],
      exports: [Settings],
    };
  }
}

/** A promise of the configuration module would swallow what is thrown, so problems are carried out by hand. */
function attempt(environment: Record<string, string>): { settings: Settings } | { problem: unknown } {
  try {
    return { settings: loadSettings(withEmbeddedSecrets(environment)) };
  } catch (problem) {
    return { problem };
  }
}
