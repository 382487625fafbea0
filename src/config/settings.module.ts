import { FailurePoints, failurePointsOf } from '@app/failure-points';
import { replaceable } from '@app/ports';
import { createSecretBox, SecretBox } from '@app/secret-box';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Settings } from './settings.js';

/** Provides Settings and the SecretBox of their keys everywhere. */
@Global()
@Module({})
export class SettingsModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      providers: [
        { provide: Settings, useValue: settings },
        { provide: FailurePoints, useFactory: () => failurePointsOf(settings.failurePoints) },
        replaceable<SecretBox>(SecretBox, { useFactory: () => createSecretBox(settings.secretKeys) }),
      ],
      exports: [Settings, SecretBox, FailurePoints],
    };
  }
}
