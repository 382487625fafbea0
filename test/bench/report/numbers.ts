import type { Spread } from '../measure/statistics.js';
import type { JudgedFinding, Target } from './finding.js';

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** With as many digits as say something: 43,900, 21.3, 0.56. */
export const figureText = (value: number): string => digits.format(value);

/** The median, and the range where there is one. */
export function spreadText({ median, min, max }: Spread): string {
  const text = figureText(median);
  return min === max ? text : `${text} (${figureText(min)}–${figureText(max)})`;
}

export function targetText({ is, floor, aim, of }: Target): string {
  const sign = is === 'at least' ? '≥' : '≤';
  const times = of === 'ratio' ? ' ×' : '';
  return `${sign} ${figureText(floor)}${times}${aim === undefined ? '' : `, aim ${figureText(aim)}`}`;
}

export function verdictText({ verdict, target }: JudgedFinding): string {
  if (!verdict) return '';
  if (verdict === 'missed') return 'missed';
  return verdict === 'floor' || target?.aim === undefined ? 'met' : 'met, aim too';
}

/** How many times the obvious way's median Doorbell's is. */
export function obviousText({ obvious, figure }: JudgedFinding): string {
  if (!obvious || obvious.length === 0) return '';
  const median = obvious.toSorted((one, other) => one - other)[Math.floor(obvious.length / 2)]!;
  return `${figureText(median)} (Doorbell: ${figureText(figure.median / median)} ×)`;
}
