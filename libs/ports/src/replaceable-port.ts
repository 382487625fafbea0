import type { DynamicModule, FactoryProvider, ModuleMetadata, Type } from '@nestjs/common';

type Dependencies = NonNullable<FactoryProvider['inject']>;

interface PortFactory<Port> {
  readonly inject?: Dependencies;
  readonly useFactory: (...dependencies: never[]) => Port | Promise<Port>;
}

/** What stands in for a port's default. `imports`: the modules its dependencies come from, where those are not global. */
export type PortImplementation<Port> = (
  { readonly useClass: Type<Port> } | { readonly useValue: Port } | PortFactory<Port>
) & { readonly imports?: NonNullable<ModuleMetadata['imports']> };

const replacements = new Map<symbol, symbol>();

/** The token under which an extension offers its own implementation of the port. */
export function replacementOf(port: symbol): symbol {
  const known = replacements.get(port);
  if (known) return known;
  const token = Symbol(`replacement of ${port.description}`);
  replacements.set(port, token);
  return token;
}

/** The port that is replaced under this token; undefined for every other token. */
export function replacedPort(token: unknown): symbol | undefined {
  return [...replacements].find(([, replacement]) => replacement === token)?.[0];
}

/** Provides a port's default, unless an extension replaces it: then the default is not even made. */
export function replaceable<Port>(
  port: symbol,
  { inject = [], useFactory }: PortFactory<Port>,
): FactoryProvider<Port> {
  const makeDefault = useFactory as (...dependencies: readonly unknown[]) => Port | Promise<Port>;
  return {
    provide: port,
    inject: [{ token: replacementOf(port), optional: true }, ...inject],
    useFactory: (replacement: Port | undefined, ...dependencies: readonly unknown[]) =>
      replacement ?? makeDefault(...dependencies),
  };
}

class ReplacedPortModule {}

/**
 * Puts an implementation in the place of a port's default, everywhere in the application. To be imported by a module
 * of an extension; the application does not start when the port cannot be replaced, or is replaced twice.
 */
export function replacePort<Port>(
  port: symbol,
  { imports = [], ...implementation }: PortImplementation<Port>,
): DynamicModule {
  const token = replacementOf(port);
  return {
    module: ReplacedPortModule,
    global: true,
    imports,
    providers: [{ provide: token, ...implementation } as FactoryProvider<Port>],
    exports: [token],
  };
}
