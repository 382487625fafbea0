import { type DynamicModule, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';

/** Fan-out everywhere; queue processors and the sweep only in processes that make calls. */
@Module({})
export class DeliveryModule {
  static forRoot(settings: Settings): DynamicModule {
    return { module: DeliveryModule, providers: [{ provide: 'DeliverySettings', useValue: settings }] };
  }
}
