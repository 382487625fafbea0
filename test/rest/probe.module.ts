import { RequirePermission } from '@app/access';
import { TransactionRunner } from '@app/database';
import {
  ApiError,
  BooleanField,
  LoadedObject,
  LoadObject,
  NotFound,
  type ObjectLoader,
  TextField,
} from '@app/rest';
import { Body, Controller, Get, HttpCode, Injectable, Module, Param, Post, Put, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

export class ProbeDto {
  @TextField({ description: 'A name.', example: 'x' })
  readonly name!: string;
  @BooleanField({ description: 'A choice.', example: true, required: false })
  readonly enabled?: boolean;
}

@Injectable()
export class ProbeLoader implements ObjectLoader<string> {
  async load({ probe }: Readonly<Record<string, string>>): Promise<string> {
    if (probe !== 'there') throw new NotFound('Probe');
    return probe;
  }
}

/** What a probe's handler waits for, so that a test can look at a request that is under way. */
export class Gate {
  private open!: () => void;
  private arrive!: () => void;
  readonly arrived = new Promise<void>((resolve) => (this.arrive = resolve));
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  async pass(): Promise<void> {
    this.arrive();
    await this.opened;
  }

  release(): void {
    this.open();
  }
}

/** Routes that do as little as a route can, behind everything that stands before every route. */
@ApiExcludeController()
@Controller('api/v1/probes')
@RequirePermission('authenticated')
export class ProbeController {
  calls = 0;
  gate = new Gate();

  constructor(private readonly transactions: TransactionRunner) {}

  @Get()
  list(): { calls: number } {
    this.calls += 1;
    return { calls: this.calls };
  }

  @Post()
  create(
    @Body() { name }: ProbeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { name: string; calls: number } {
    this.calls += 1;
    void reply.header('x-probe', name);
    return { name, calls: this.calls };
  }

  @Put(':probe')
  @LoadObject(ProbeLoader)
  replace(@LoadedObject() probe: string, @Body() { name }: ProbeDto): { probe: string; name: string } {
    this.calls += 1;
    return { probe, name };
  }

  @Post('failures/:status')
  fail(@Param('status') status: string): never {
    this.calls += 1;
    if (status === '500') throw new Error('on purpose: postgres://user:secret@host');
    throw new ApiError('probe', Number(status), { detail: `Probe ${status}.` });
  }

  @Post('empty')
  @HttpCode(204)
  empty(): void {
    this.calls += 1;
  }

  /** Writes, then waits: what is written counts only with the answer. */
  @Post('slow')
  async slow(): Promise<{ calls: number }> {
    this.calls += 1;
    await this.transactions.run(async (manager) => {
      await manager.query('INSERT INTO probe_effects DEFAULT VALUES');
      await this.gate.pass();
      await manager.query('SELECT 1');
    });
    return { calls: this.calls };
  }
}

@Module({ controllers: [ProbeController], providers: [ProbeLoader] })
export class ProbeModule {}
