import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { FailurePoints } from './failure-points.port.js';

/** A resolver that now and then has no answer; undefined where none is to fail. */
export function breakingLookup(points: FailurePoints): LookupFunction | undefined {
  if (!points.mayBreak('dns')) return undefined;
  return (hostname, options, callback) => {
    if (!points.breaks('dns')) {
      systemLookup(hostname, options, callback);
      return;
    }
    const error = Object.assign(new Error(`getaddrinfo EAI_AGAIN ${hostname}`), { code: 'EAI_AGAIN' });
    setImmediate(() => callback(error, '', 0));
  };
}
