import {
  Installation,
  type InstallationState,
  type RunningProcess,
  RunningProcesses,
} from '@contracts/health';
import { Inject, Injectable } from '@nestjs/common';

/** What does the work. */
@Injectable()
export class Machinery {
  constructor(
    @Inject(RunningProcesses) private readonly processes: RunningProcesses,
    @Inject(Installation) private readonly installation: Installation,
  ) {}

  async state(): Promise<{
    readonly processes: readonly RunningProcess[];
    readonly installation: InstallationState;
  }> {
    const [processes, installation] = await Promise.all([this.processes.list(), this.installation.state()]);
    return { processes, installation };
  }
}
