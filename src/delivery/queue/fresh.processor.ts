import { Process, Processor } from '@nestjs/bull';
import { Inject } from '@nestjs/common';
import { JobHandler, type LeaseJob } from '@app/job-queue';
import type { Job } from 'bull';
import { jobsAtOnce } from './jobs-at-once.js';

@Processor('fresh')
export class FreshProcessor {
  constructor(@Inject(JobHandler) private readonly handler: JobHandler) {}

  @Process({ concurrency: jobsAtOnce })
  async process({ data }: Job<LeaseJob>): Promise<void> {
    await this.handler.handle('fresh', data);
  }
}
