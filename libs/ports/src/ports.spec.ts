import { Inject, Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { PortReplacementError, PortsModule, replaceable, replacePort } from './index.js';

interface Greeting {
  greet(): string;
}
const Greeting = Symbol('Greeting');
const Nobody = Symbol('Nobody');
const Name = Symbol('Name');

let defaultsMade = 0;

@Module({
  providers: [
    { provide: Name, useValue: 'world' },
    replaceable<Greeting>(Greeting, {
      inject: [Name],
      useFactory: (name: string) => {
        defaultsMade += 1;
        return { greet: () => `Hello ${name}` };
      },
    }),
  ],
  exports: [Greeting],
})
class GreetingModule {}

@Module({ providers: [{ provide: Name, useValue: 'Ada' }], exports: [Name] })
class NameModule {}

@Injectable()
class FrenchGreeting implements Greeting {
  constructor(@Inject(Name) private readonly name: string) {}

  greet(): string {
    return `Bonjour ${this.name}`;
  }
}

@Module({ imports: [replacePort<Greeting>(Greeting, { useClass: FrenchGreeting, imports: [NameModule] })] })
class FrenchModule {}

async function start(...extensions: readonly object[]): Promise<TestingModule> {
  const imports = [PortsModule, GreetingModule, ...extensions] as never[];
  const module = await Test.createTestingModule({ imports }).compile();
  return module.init();
}

const greetingOf = (module: TestingModule): string =>
  module.get<Greeting>(Greeting, { strict: false }).greet();

describe('A replaceable port', () => {
  it('has its default', async () => {
    expect(greetingOf(await start())).toBe('Hello world');
  });

  it('is replaced by a module loaded later, with its own dependencies, and the default is not made', async () => {
    defaultsMade = 0;
    expect(greetingOf(await start(FrenchModule))).toBe('Bonjour Ada');
    expect(defaultsMade).toBe(0);
  });

  it('is replaced by a value, or by what a factory makes', async () => {
    const value = { greet: () => 'Moin' };
    expect(greetingOf(await start(replacePort<Greeting>(Greeting, { useValue: value })))).toBe('Moin');
    const factory = { useFactory: async () => Promise.resolve(value) };
    expect(greetingOf(await start(replacePort<Greeting>(Greeting, factory)))).toBe('Moin');
  });

  it('is replaced once, or the application does not start', async () => {
    const other = replacePort<Greeting>(Greeting, { useValue: { greet: () => 'Moin' } });
    await expect(start(FrenchModule, other)).rejects.toThrow(
      new PortReplacementError('Greeting is replaced twice.'),
    );
  });

  it('is there to be replaced, or the application does not start', async () => {
    await expect(start(replacePort<object>(Nobody, { useValue: {} }))).rejects.toThrow(
      new PortReplacementError('Nobody is no port that can be replaced.'),
    );
  });
});
