import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../docs/code-blocks.js';

const documents = ['README.md', 'CHANGELOG.md', ...markdownBelow('docs')];
const decisions = readdirSync('docs/adr').filter((name) => /^\d{4}-/.test(name));
const decisionLines = 60;
const schemas = 'src/migrations/initial-schema';

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

const read = (path: string): string => readFileSync(path, 'utf8');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');

describe('The documents', () => {
  it.each(documents)('%s links to what is there', (path) => {
    const links = [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const files = links.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.split('#')[0]!);
    expect(files.filter((file) => !existsSync(join(dirname(path), file)))).toEqual([]);
  });

  it.each(documents)('%s names files and folders that are there', (path) => {
    const named = [...read(path).matchAll(/`((?:src|libs|test|docs|scripts)\/[\w./-]+)`/g)].map(
      ([, file]) => file!,
    );
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('docs/ARCHITECTURE.md lists every module with its tables, and every library', () => {
    const text = read('docs/ARCHITECTURE.md');
    for (const file of readdirSync(schemas)) {
      const module = file.replace('.sql.ts', '');
      if (module === 'shared') continue;
      const row = new RegExp(`^\\| \`${module}\` \\|.*\\| (.*) \\|$`, 'm').exec(text)?.[1];
      const tables = [...read(join(schemas, file)).matchAll(/CREATE TABLE (\w+)/g)].map(
        ([, table]) => table!,
      );
      expect([module, row?.split(', ').toSorted()]).toEqual([module, tables.toSorted()]);
    }
    for (const library of readdirSync('libs')) expect(text).toContain(`\`${library}\``);
  });
});

describe('docs/extending.md', () => {
  const fixtures = 'test/fixtures/extensions';
  const shown = codeBlocks(read('docs/extending.md')).filter(({ file }) => file?.startsWith(fixtures));

  it('shows what is in the fixtures, to the letter', () => {
    expect(shown.length).toBeGreaterThan(4);
    for (const { file, code } of shown) {
      const [, ...lines] = code.split('\n');
      const pieces = lines.join('\n').split(/^\/\/ …\n/m);
      const missing = pieces.filter((piece) => !read(file!).includes(piece.trimEnd()));
      expect([file, missing]).toEqual([file, []]);
    }
  });

  it('names every fixture', () => {
    const text = read('docs/extending.md');
    const all = readdirSync(fixtures).filter((name) => /^with-.*\.ts$/.test(name));
    expect(all.filter((name) => !text.includes(`\`${fixtures}/${name}\``))).toEqual([]);
  });

  it('names every event that modules publish to each other', () => {
    const contracts = readdirSync('src').flatMap((module) =>
      existsSync(`src/${module}/contracts`)
        ? readdirSync(`src/${module}/contracts`).map((file) => read(`src/${module}/contracts/${file}`))
        : [],
    );
    const events = [...contracts.join('\n').matchAll(/export class (\w+) \{\s+static readonly eventName/g)];
    expect(events.length).toBeGreaterThan(5);
    const text = read('docs/extending.md');
    expect(events.map(([, name]) => name!).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('The decisions', () => {
  it('are numbered without a gap, and listed', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(
      decisions.map((_name, index) => index + 1),
    );
    const list = read('docs/adr/README.md');
    expect(decisions.filter((name) => !list.includes(`](${name})`))).toEqual([]);
  });

  it.each(decisions)('%s has status, context, decision, consequences, on a page', (name) => {
    const text = read(join('docs/adr', name));
    expect(text.split('\n').length).toBeLessThan(decisionLines);
    expect(text).toMatch(/^# \d{4}\. .+\n\n\*\*Status:\*\* (accepted|replaced by \d{4})\n/);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ]);
  });
});
