export { AfterCommit, InTransaction } from './domain-event.js';
export type { AfterCommitListener, DomainEventClass, InTransactionListener } from './domain-event.js';
export { EventBus, EventBusStoppedError } from './event-bus.js';
export { EventBusModule } from './event-bus.module.js';
