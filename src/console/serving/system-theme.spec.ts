import { describe, expect, it } from 'vitest';
import { followingSystem } from './system-theme.js';

const compact = (css: string): string => css.replaceAll(/\s+/g, '');

describe('A style sheet that follows the system', () => {
  it.each([
    [
      "[data-bs-theme='dark'] { color: #fff }",
      '@media (prefers-color-scheme: dark) { :root:where(:not([data-bs-theme])) { color: #fff } }',
    ],
    [
      ':root[data-bs-theme=dark] .a, .b[data-bs-theme=dark] { color: red }',
      '@media (prefers-color-scheme: dark) { :root:where(:not([data-bs-theme])) .a { color: red } }',
    ],
    [
      '@media print { [data-bs-theme=dark] .a { color: red } }',
      '@media (prefers-color-scheme: dark) { :root:where(:not([data-bs-theme])) .a { color: red } }',
    ],
  ])('has a twin right behind %j', (rule, twin) => {
    const sheet = compact(followingSystem(`${rule} .last { color: blue }`));
    expect(sheet).toContain(compact(twin));
    expect(sheet.indexOf(compact(twin))).toBeGreaterThan(0);
    expect(sheet.endsWith('.last{color:blue}')).toBe(true);
  });

  it.each([
    '.a { color: red }',
    '[data-bs-theme=light] { color: red }',
    'body[data-bs-theme=dark] [data-bs-theme=light] { color: red }',
  ])('leaves %j alone', (rule) => {
    expect(followingSystem(rule)).toBe(rule);
  });
});
