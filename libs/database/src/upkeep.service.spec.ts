import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import { expect, it } from 'vitest';
import type { TransactionRunner } from './transaction-runner.js';
import { Upkeep } from './upkeep.js';
import { UpkeepService } from './upkeep.service.js';

const done: string[] = [];
const manager = { query: async () => Promise.resolve([{ held: true }]) } as unknown as EntityManager;
const transactions = {
  runApart: async (work: (manager: EntityManager) => Promise<void>) => work(manager),
  outside: async (work: () => Promise<void>) => work(),
} as unknown as TransactionRunner;

class Kept extends UpkeepService {
  protected readonly upkeep = new Upkeep(transactions, {
    name: 'kept',
    prepare: async () => Promise.resolve(void done.push('prepared')),
    work: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done.push('worked');
    },
  });
}

@Module({ providers: [Kept] })
class Application {}

it('What is kept up is prepared and worked on as the application starts, and its end waits for what is under way', async () => {
  const application = await NestFactory.createApplicationContext(Application, { logger: false });
  expect(done[0]).toBe('prepared');
  expect(done).not.toContain('worked');
  await application.close();
  expect(done.at(-1)).toBe('worked');
});
