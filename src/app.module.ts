import { ActionTypesModule } from '@app/action-types';
import { DatabaseModule } from '@app/database';
import { EventBusModule } from '@app/event-bus';
import { PortsModule } from '@app/ports';
import { PretixActionsModule } from '@app/pretix-actions';
import { RestModule } from '@app/rest';
import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type DatabaseOptions, databaseOptions, openDatabase } from './config/database-options.js';
import { ConsoleModule } from './console/console.module.js';
import { SettingsModule } from './config/settings.module.js';
import type { Settings } from './config/settings.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { LogsModule } from './logs/logs.module.js';
import { OrganizersModule } from './organizers/organizers.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** Modules of an application that extends Doorbell: vocabularies, emitters, listeners, other implementations of a port. */
export type ExtensionModules = NonNullable<ModuleMetadata['imports']>;

/** The whole application. Roles differ in what runs (delivery) and what is served (health), not in modules. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, extensions: ExtensionModules = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PortsModule,
        SettingsModule.forRoot(settings),
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...databaseOptions(settings),
            autoLoadEntities: true,
            // openDatabase knows better what may go better.
            retryAttempts: 0,
          }),
          dataSourceFactory: async (options) => openDatabase(options as DatabaseOptions),
        }),
        EventEmitterModule.forRoot(),
        DatabaseModule.forRoot({ clockOffsetMs: settings.clockOffsetMs }),
        EventBusModule,
        ActionTypesModule,
        PretixActionsModule,
        RestModule,
        HealthModule,
        OrganizersModule,
        EventsModule,
        WebhooksModule,
        DeliveryModule.forRoot(settings),
        LogsModule,
        ConsoleModule,
        ...extensions,
      ],
    };
  }
}
