import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

interface Behaviour {
  readonly number: number;
  readonly sentence: string;
  /** Proven over both queue adapters. */
  readonly overBothQueues: boolean;
}

interface NamedTest {
  readonly file: string;
  readonly name: string;
  readonly overBothQueues: boolean;
}

const behaviours: readonly Behaviour[] = [
  ...readFileSync('docs/behaviours.md', 'utf8').matchAll(/^(\d+)\. (?:\* )?(.+?)( Q)?$/gm),
].map(([, number, sentence, queues]) => ({
  number: Number(number),
  sentence: sentence!,
  overBothQueues: queues !== undefined,
}));

const testFiles = ['test', 'libs', 'src'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('spec.ts'))
    .map((name) => join(root, name)),
);

/** The tests of a file, by the literal names in its source. */
function testsOf(file: string): readonly NamedTest[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const tests: NamedTest[] = [];
  const visit = (node: ts.Node, overBothQueues: boolean): void => {
    let isInside = overBothQueues;
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText(source);
      const [name] = node.arguments;
      if (/^(it|test)\b/.test(callee) && name && ts.isStringLiteralLike(name)) {
        tests.push({ file, name: name.text, overBothQueues });
      }
      isInside ||= /^describe\.each\(\s*queueNames\s*\)/.test(callee);
    }
    node.forEachChild((child) => visit(child, isInside));
  };
  visit(source, false);
  return tests;
}

const tests = testFiles.flatMap(testsOf);
const testsFor = (number: number): readonly NamedTest[] =>
  tests.filter(({ name }) => name.startsWith(`${number}. `));

describe('docs/behaviours.md', () => {
  it('numbers its sentences from 1, without a gap', () => {
    expect(behaviours.map(({ number }) => number)).toEqual(behaviours.map((_, index) => index + 1));
    expect(behaviours.length).toBeGreaterThanOrEqual(50);
  });

  it.each(behaviours)('has a test for $number: $sentence', ({ number }) => {
    expect(testsFor(number).map(({ file }) => file)).not.toEqual([]);
  });

  it.each(behaviours.filter(({ overBothQueues }) => overBothQueues))(
    'has a test over both queues for $number: $sentence',
    ({ number }) => {
      expect(testsFor(number).filter(({ overBothQueues }) => overBothQueues)).not.toEqual([]);
    },
  );

  it('knows the number of every test that has one', () => {
    const numbered = tests.filter(({ name }) => /^\d+\. /.test(name));
    const unknown = numbered.filter(({ name }) => Number.parseInt(name, 10) > behaviours.length);
    expect(unknown).toEqual([]);
  });
});
