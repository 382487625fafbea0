import { readFileSync } from 'node:fs';

export interface DocumentedMetric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
}

/** The table of metrics in docs/operations.md. */
export function documentedMetrics(): readonly DocumentedMetric[] {
  const text = readFileSync('docs/operations.md', 'utf8');
  return [...text.matchAll(/^\| `(doorbell_\w+)` +\| (\w+)(?:, all)? +\| (.*?) *\| .+ \|$/gm)].map(
    ([, name, type, labels]) => ({
      name: name!,
      type: type!,
      labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!),
    }),
  );
}
