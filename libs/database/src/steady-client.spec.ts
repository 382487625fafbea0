import { describe, expect, it } from 'vitest';
import { SteadyClient } from './steady-client.js';

describe('SteadyClient', () => {
  it('outlives an error that nobody else listens for', () => {
    const client = new SteadyClient();
    expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
  });
});
