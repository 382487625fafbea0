import { Injectable } from '@nestjs/common';

/** Of the 17 connections of a process's pool (src/config/database-options.ts); each such write keeps one until it is over. */
const mostAtOnce = 8;
const mostOfOnePrincipal = 4;

interface Waiter {
  readonly principal: string;
  readonly begin: () => void;
}

/**
 * How many writes with an idempotency key run at once. Their transactions are open as long as they take, a test call for
 * half a minute, and whoever makes many must leave connections to recording, to calls, and to other principals.
 */
@Injectable()
export class KeyedWrites {
  private readonly running = new Map<string, number>();
  private total = 0;
  private waiters: Waiter[] = [];

  /** Runs `work` when its turn comes. */
  async run<Result>(principal: string, work: () => Promise<Result>): Promise<Result> {
    if (this.isFree(principal)) this.count(principal, 1);
    else await new Promise<void>((begin) => this.waiters.push({ principal, begin }));
    try {
      return await work();
    } finally {
      this.count(principal, -1);
      this.beginNext();
    }
  }

  private beginNext(): void {
    const index = this.waiters.findIndex(({ principal }) => this.isFree(principal));
    const [waiter] = index === -1 ? [] : this.waiters.splice(index, 1);
    if (!waiter) return;
    this.count(waiter.principal, 1);
    waiter.begin();
  }

  private isFree(principal: string): boolean {
    return this.total < mostAtOnce && this.runningOf(principal) < mostOfOnePrincipal;
  }

  private count(principal: string, change: 1 | -1): void {
    this.total += change;
    const running = this.runningOf(principal) + change;
    if (running === 0) this.running.delete(principal);
    else this.running.set(principal, running);
  }

  private runningOf(principal: string): number {
    return this.running.get(principal) ?? 0;
  }
}
