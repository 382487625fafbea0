import { execFileSync } from 'node:child_process';
import type { LoggedCallDetails } from '@contracts/logs';
import { describe, expect, it } from 'vitest';
import { curlOf } from './curl.js';

describe('curlOf', () => {
  it('is what a shell gives to curl, whatever stands in it', () => {
    const payload = `{"code":"it's \`rm -rf\` $HOME \\\\ \\"x\\""}`;
    const call = {
      targetUrl: 'https://***:***@example.org/hook?key=***',
      requestHeaders: {
        'content-type': 'application/json',
        authorization: 'Basic ***',
        host: 'x',
        'content-length': '3',
      },
      payload,
    } as unknown as LoggedCallDetails;
    const script = `curl() { printf '%s\\0' "$@"; }\n${curlOf(call)}`;
    const words = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(words).toEqual([
      '-X',
      'POST',
      'https://***:***@example.org/hook?key=***',
      '-H',
      'content-type: application/json',
      '-H',
      'authorization: Basic ***',
      '--data-raw',
      payload,
    ]);
  });
});
