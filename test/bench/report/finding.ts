import { pairedRatios, type Spread, spreadOf } from '../measure/statistics.js';

/** What is asked of a figure. A target that is missed is shown, and fails nothing. */
export interface Target {
  /** The figure itself, or its ratio to the reference's of the same round. */
  readonly of: 'figure' | 'ratio';
  readonly is: 'at least' | 'at most';
  readonly floor: number;
  readonly aim?: number;
}

export const most = (floor: number, aim?: number): Target => ({
  of: 'figure',
  is: 'at most',
  floor,
  ...(aim === undefined ? {} : { aim }),
});

/** One line of the table: a figure of each round, beside what it is held against. */
export interface Finding {
  readonly what: string;
  readonly unit: string;
  readonly samples: readonly number[];
  readonly reference?: { readonly what: string; readonly samples: readonly number[] };
  readonly target?: Target;
  /** The same figure of the obvious way to do it. */
  readonly obvious?: readonly number[];
  readonly note?: string;
}

export const verdicts = ['aim', 'floor', 'missed'] as const;
/** `aim`: also the further target, where there is one. */
export type Verdict = (typeof verdicts)[number];

export interface JudgedFinding extends Finding {
  readonly figure: Spread;
  readonly referenceFigure?: Spread;
  readonly ratio?: Spread;
  readonly verdict?: Verdict;
}

export function judge(finding: Finding): JudgedFinding {
  const { reference, target } = finding;
  const figure = spreadOf(finding.samples);
  const ratio = reference && spreadOf(pairedRatios(finding.samples, reference.samples));
  const judged = target?.of === 'ratio' ? ratio : figure;
  return {
    ...finding,
    figure,
    ...(reference ? { referenceFigure: spreadOf(reference.samples) } : {}),
    ...(ratio ? { ratio } : {}),
    ...(target && judged ? { verdict: verdictOf(judged.median, target) } : {}),
  };
}

function verdictOf(value: number, { is, floor, aim }: Target): Verdict {
  const reaches = (bound: number): boolean => (is === 'at least' ? value >= bound : value <= bound);
  if (!reaches(floor)) return 'missed';
  return aim === undefined || reaches(aim) ? 'aim' : 'floor';
}
