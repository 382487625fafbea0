import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Raised as soon as stopping begins: balancers then send nobody here any more. */
@Injectable()
export class StopFlag implements OnModuleDestroy {
  isStopping = false;

  onModuleDestroy(): void {
    this.isStopping = true;
  }
}
