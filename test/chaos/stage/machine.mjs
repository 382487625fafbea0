// Loaded into Doorbell before all else (node --import): a machine whose clock and names can be made wrong. What is wrong is
// read from CHAOS_MACHINE, a file of JSON, at the signal SIGUSR2.
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let wrong = { clockOffsetMs: 0, names: 'well' };
const read = () => {
  wrong = JSON.parse(readFileSync(process.env.CHAOS_MACHINE, 'utf8'));
};
read();
process.on('SIGUSR2', read);

const RightDate = Date;
globalThis.Date = class extends RightDate {
  constructor(...parts) {
    if (parts.length > 0) super(...parts);
    else super(RightDate.now() + wrong.clockOffsetMs);
  }

  static now() {
    return RightDate.now() + wrong.clockOffsetMs;
  }
};

const addresses = {
  well: ['127.0.0.1'],
  slow: ['127.0.0.1'],
  moved: ['127.0.0.2'],
  // 100::/64 leads nowhere (RFC 6666).
  'no-route': ['100::1', '127.0.0.1'],
};
const slowMs = 1_000;

const failed = (name) => Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
const rightLookup = dns.lookup;
dns.lookup = (name, options, callback) => {
  if (!name.endsWith('.chaos.test')) return rightLookup(name, options, callback);
  if (wrong.names === 'silent') return undefined;
  if (wrong.names === 'gone') return setImmediate(() => callback(failed(name)));
  const found = addresses[wrong.names].map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const answer = () =>
    options.all ? callback(null, found) : callback(null, found[0].address, found[0].family);
  return wrong.names === 'slow' ? setTimeout(answer, slowMs) : setImmediate(answer);
};
syncBuiltinESMExports();
