import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const modules = ['organizers', 'events', 'webhooks', 'delivery'] as const;

describe('The layout', () => {
  it.each(modules)('%s shows its neighbours one door: contracts/index.ts', (module) => {
    expect(existsSync(`src/${module}/contracts/index.ts`)).toBe(true);
  });

  it.each(readdirSync('libs'))('libs/%s has one door: src/index.ts', (library) => {
    expect(existsSync(`libs/${library}/src/index.ts`)).toBe(true);
  });
});
