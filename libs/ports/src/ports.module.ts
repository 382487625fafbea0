import { type FactoryProvider, Module, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { replacedPort } from './replaceable-port.js';

export class PortReplacementError extends Error {
  readonly code = 'port_replacement';
  override readonly name = 'PortReplacementError';
}

/** Sees to it that what extensions replace is there to be replaced, once. */
@Module({ imports: [DiscoveryModule] })
export class PortsModule implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws PortReplacementError, so that no replacement is silently without effect. */
  onModuleInit(): void {
    const providers = this.discovery.getProviders();
    const replaced = new Set<symbol>();
    for (const { token } of providers) {
      const port = replacedPort(token);
      if (!port) continue;
      if (replaced.has(port)) throw new PortReplacementError(`${port.description} is replaced twice.`);
      replaced.add(port);
      const isTaken = providers.some(({ inject }) => inject?.some((wanted) => tokenOf(wanted) === token));
      if (!isTaken) throw new PortReplacementError(`${port.description} is no port that can be replaced.`);
    }
  }
}

type Wanted = NonNullable<FactoryProvider['inject']>[number];

const tokenOf = (wanted: Wanted): unknown =>
  typeof wanted === 'object' && 'token' in wanted ? wanted.token : wanted;
