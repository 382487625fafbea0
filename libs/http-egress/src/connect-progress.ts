import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** How a connection came to be, in milliseconds. */
export interface ConnectionFacts {
  readonly dns: number | null;
  readonly connect: number;
  readonly tls: number | null;
  readonly remoteAddress: string | null;
  /** A call has used it: the next one finds it kept. */
  isUsed: boolean;
}

export const connectStages = ['dns', 'connect', 'tls'] as const;
/** How far a connection that is not there yet has got. */
export type ConnectStage = (typeof connectStages)[number];

/** When a connection entered which stage. */
export class ConnectProgress {
  private readonly entered: Partial<Record<ConnectStage, number>> = {};

  constructor(
    first: ConnectStage,
    private readonly tell: (stage: ConnectStage) => void,
  ) {
    this.enter(first);
  }

  enter(stage: ConnectStage): void {
    this.entered[stage] = performance.now();
    this.tell(stage);
  }

  /** Of the socket that is open now. */
  factsOf(socket: Socket): ConnectionFacts {
    const end = performance.now();
    const { dns, connect = end, tls = end } = this.entered;
    return {
      dns: dns === undefined ? null : connect - dns,
      connect: tls - connect,
      tls: socket instanceof TLSSocket ? end - tls : null,
      remoteAddress: socket.remoteAddress ?? null,
      isUsed: false,
    };
  }
}
