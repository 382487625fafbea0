import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ActionTypeRegistry } from './action-type-registry.js';

/** Provides the registry everywhere. */
@Global()
@Module({ imports: [DiscoveryModule], providers: [ActionTypeRegistry], exports: [ActionTypeRegistry] })
export class ActionTypesModule {}
