import { ActionTypeRegistry } from '@app/action-types';
import { TextCatalog } from '@app/database';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Remembers the names of actions before the first is recorded, so that no transaction has to wait for a second connection. */
@Injectable()
export class KnownActions implements OnApplicationBootstrap {
  constructor(
    private readonly registry: ActionTypeRegistry,
    private readonly texts: TextCatalog,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.texts.idsOf(this.registry.all().flatMap(({ name, sampleAction }) => [name, sampleAction]));
  }
}
