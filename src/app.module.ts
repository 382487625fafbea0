import { DatabaseModule } from '@app/database';
import { EventBusModule } from '@app/event-bus';
import { type DynamicModule, Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TypeOrmModule } from '@nestjs/typeorm';
import { databaseOptions, openDatabase } from './config/database-options.js';
import { SettingsModule } from './config/settings.module.js';
import type { Settings } from './config/settings.js';

/** A database that is still starting is asked again this often, this many milliseconds apart. */
const startAttempts = 20;
const startDelayMs = 1_500;

/** The whole application. Roles differ in what runs (delivery) and what is served (main), not in modules. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...databaseOptions(settings),
            autoLoadEntities: true,
            retryAttempts: startAttempts,
            retryDelay: startDelayMs,
          }),
          dataSourceFactory: async (options) => openDatabase(options!),
        }),
        EventEmitterModule.forRoot(),
        DatabaseModule.forRoot({ clockOffsetMs: settings.clockOffsetMs }),
        EventBusModule,
      ],
    };
  }
}
