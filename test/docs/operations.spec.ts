import { readdirSync, readFileSync } from 'node:fs';
import { usuallyBlockedPorts } from '@app/http-egress';
import { describe, expect, it } from 'vitest';
import { documentedMetrics } from '../health/metrics-table.js';
import { loggedCodes } from './logged-codes.js';
import { settingDefinitions } from '../../src/config/setting-definitions.js';

const text = readFileSync('docs/operations.md', 'utf8');
const section = text.slice(text.indexOf('## Settings'), text.indexOf('## Roles'));
const rows = [...section.matchAll(/^\| `([A-Z_]+)` \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(
  ([, variable, fallback, allowed, meaning]) => ({ variable, fallback, allowed, meaning }),
);

/** Words where there is no value to show. */
function defaultPattern(
  fallback: string | number | boolean | readonly (string | number)[] | undefined,
): RegExp {
  if (fallback === undefined || String(fallback) === '') return /^[^`]/;
  return new RegExp(`^\`${String(fallback).replaceAll('.', '\\.')}\`$`);
}

describe('The blocked ports in docs/operations.md', () => {
  it('are those that are blocked by default', () => {
    const [, list] = /by default it is:\n\n```text\n([^`]+)```/.exec(text)!;
    expect(list!.split(/[,\s]+/).filter(Boolean)).toEqual(usuallyBlockedPorts);
  });
});

describe('The settings in docs/operations.md', () => {
  it('are all that Doorbell reads, in the same order', () => {
    expect(rows.map(({ variable }) => variable)).toEqual(
      Object.values(settingDefinitions).map(({ variable }) => variable),
    );
  });

  it.each(Object.values(settingDefinitions))(
    '$variable has its default and what it must be',
    (definition) => {
      const row = rows.find(({ variable }) => variable === definition.variable)!;
      expect(row.allowed).toBe(definition.allowed);
      expect(row.fallback).toMatch(defaultPattern(definition.fallback));
      expect(row.meaning!.length).toBeGreaterThan(10);
    },
  );
});

describe('The metrics in docs/operations.md', () => {
  it('are those of the source', () => {
    const files = ['src', 'libs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
    );
    const names = [...files.join('\n').matchAll(/name: '(doorbell_\w+)'/g)].map(([, name]) => name!);
    expect(names.toSorted()).toEqual(
      documentedMetrics()
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});

describe('The codes worth an alert in docs/operations.md', () => {
  it('are those of all warnings and errors in the source, with their level', () => {
    const rows = [...text.matchAll(/^\| `([a-z_]+)` +\| (warn|error|fatal) +\| .+ \| .+ \|$/gm)];
    const documented = rows.map(([, code, level]) => `${level} ${code}`);
    expect(documented).toEqual([...new Set(documented)]);
    expect(new Set(documented)).toEqual(new Set(loggedCodes()));
  }, 30_000);
});
