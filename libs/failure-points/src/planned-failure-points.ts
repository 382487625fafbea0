import type { CallKind, FailurePlan, FailurePoint, PlannedFault } from './failure-plan.js';
import { FailurePoints, noFailurePoints, PlannedFailure } from './failure-points.port.js';

/** @param endProcess as a power cut does: nothing of this process runs after it */
export function failurePointsOf(
  plan: FailurePlan | undefined,
  endProcess = (): void => void process.kill(process.pid, 'SIGKILL'),
): FailurePoints {
  return plan ? new PlannedFailurePoints(plan, endProcess) : noFailurePoints;
}

class PlannedFailurePoints implements FailurePoints {
  private readonly passages = new Map<string, number>();

  constructor(
    private readonly plan: FailurePlan,
    private readonly endProcess: () => void,
  ) {}

  pass(point: FailurePoint): void {
    const fault = this.plan.faults[point];
    if (!fault || !this.isDue(point, fault)) return;
    if (fault.does === 'kill') this.endProcess();
    else throw new PlannedFailure(point);
  }

  mayBreak(kind: CallKind): boolean {
    return this.plan.faults[kind] !== undefined;
  }

  breaks(kind: CallKind): boolean {
    const fault = this.plan.faults[kind];
    return fault !== undefined && this.isDue(kind, fault);
  }

  private isDue(name: string, { at }: PlannedFault): boolean {
    const passage = (this.passages.get(name) ?? 0) + 1;
    this.passages.set(name, passage);
    return 'passage' in at
      ? passage === at.passage
      : draw(`${this.plan.seed} ${name} ${passage}`) < 1 / at.oneIn;
  }
}

/** A number from 0 to below 1 that looks random and is always the same for a text: FNV-1a, its bits mixed. */
function draw(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
