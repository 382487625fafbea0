import { existsSync, readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

const text = readFileSync('Dockerfile', 'utf8');
const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
const finalStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
const argumentsOf = (instruction: string, from = finalStage): readonly string[] =>
  from.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

describe('The Dockerfile', () => {
  it('passes the linter', () => {
    expect(validate(text)).toEqual([]);
    expect(validate(`${text}\nUSR root\n`)).not.toEqual([]);
  });

  it('runs as somebody who is not root, in an image without a shell', () => {
    expect(argumentsOf('USER')).toEqual(['65532:65532']);
    expect(argumentsOf('FROM')[0]).toMatch(/\/distroless\/.*:nonroot$/);
    expect(argumentsOf('RUN')).toEqual([]);
    const commands = [...argumentsOf('ENTRYPOINT'), ...argumentsOf('CMD'), argumentsOf('HEALTHCHECK')[0]!];
    for (const command of commands) expect(command).toMatch(/(^|CMD )\["/);
  });

  it('holds what runs: no development tools, and no embedded database', () => {
    const copied = argumentsOf('COPY').filter((copy) => copy.includes('node_modules'));
    expect(copied).toEqual(['--from=dependencies /doorbell/node_modules node_modules']);
    expect(argumentsOf('RUN', lines)).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
  });

  it('starts, and asks the health of, what the build makes', () => {
    const programs = finalStage.join('\n').match(/dist\/[\w/-]+\.js/g)!;
    expect(programs).toEqual(['dist/src/health/probe.js', 'dist/src/main.js']);
    for (const program of programs) {
      expect(existsSync(program.replace(/^dist\/(.*)\.js$/, '$1.ts'))).toBe(true);
    }
  });

  it('copies what is there and what .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').match(/^!.+$/gm)!;
    const fromContext = argumentsOf('COPY', lines).filter((copy) => !copy.startsWith('--from='));
    const sources = new Set(fromContext.flatMap((copy) => copy.split(' ').slice(0, -1)));
    expect([...sources].sort()).toEqual(allowed.map((line) => line.slice(1)).sort());
    for (const source of sources) expect(existsSync(source)).toBe(true);
  });

  it('names a version of every image', () => {
    for (const image of argumentsOf('FROM', lines)) expect(image).toMatch(/node.*22.*/);
  });
});
