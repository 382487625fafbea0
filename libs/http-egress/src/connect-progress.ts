import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** How a connection came to be, in milliseconds. */
export interface ConnectionFacts {
  readonly dns: number | null;
  readonly connect: number;
  readonly tls: number | null;
  readonly remoteAddress: string | null;
  /** That were sent over it: with the second, it was kept. */
  calls: number;
}

export const connectStages = ['dns', 'connect', 'tls'] as const;
/** How far a connection that is not there yet has got. */
export type ConnectStage = (typeof connectStages)[number];

/** When a connection entered which stage. */
export class ConnectProgress {
  stage!: ConnectStage;
  private readonly entered: Partial<Record<ConnectStage, number>> = {};
  /** When the certificate of the other side ends or ended. */
  certificateEnd: string | undefined;
  /** Connected to, where that is not the socket's other end: a proxy is between. */
  address: string | undefined;

  constructor(
    first: ConnectStage,
    private readonly tell: (stage: ConnectStage) => void,
  ) {
    this.enter(first);
  }

  enter(stage: ConnectStage): void {
    this.stage = stage;
    this.entered[stage] = performance.now();
    this.tell(stage);
  }

  /** Remembers what the other side has shown, whether it is accepted or not. */
  readCertificate(socket: TLSSocket): void {
    this.certificateEnd = socket.getPeerCertificate().valid_to;
  }

  /** Of the socket that is open now. */
  factsOf(socket: Socket): ConnectionFacts {
    const end = performance.now();
    const { dns, connect = end, tls = end } = this.entered;
    return {
      dns: dns === undefined ? null : connect - dns,
      connect: tls - connect,
      tls: socket instanceof TLSSocket ? end - tls : null,
      remoteAddress: this.address ?? socket.remoteAddress ?? null,
      calls: 0,
    };
  }
}
