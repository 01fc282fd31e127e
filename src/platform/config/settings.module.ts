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
    let settings: Settings | undefined;
    const config = ConfigModule.forRoot({
      cache: true,
      validate: (environment: Record<string, string>) => {
        settings = loadSettings(withEmbeddedSecrets(environment));
        return environment;
      },
    });
    if (!settings) throw new Error('The configuration module did not read the environment.');
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
