import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.js';

describe('LineBuffer', () => {
  it('writes the lines of one turn together, in order, when the turn is over', async () => {
    const written: string[] = [];
    const lines = new LineBuffer((text) => void written.push(text));
    lines.add('one');
    lines.add('two');
    expect(written).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toEqual(['one\ntwo\n']);
  });

  it('writes at once what is not written yet, when asked to, and nothing twice', async () => {
    const written: string[] = [];
    const lines = new LineBuffer((text) => void written.push(text));
    lines.add('one');
    lines.flush();
    lines.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toEqual(['one\n']);
  });
});
