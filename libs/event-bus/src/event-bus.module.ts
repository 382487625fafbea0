import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventBus } from './event-bus.js';

/** Provides the EventBus everywhere. Needs EventEmitterModule.forRoot() and the DatabaseModule in the application. */
@Global()
@Module({ imports: [DiscoveryModule], providers: [EventBus], exports: [EventBus] })
export class EventBusModule {}
