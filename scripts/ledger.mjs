// `npm run ledger -- --since 24h`: whether all that was owed is accounted for.
import { buildIfNeeded } from './build-if-needed.mjs';

buildIfNeeded();
await import('../dist/src/ledger.js');
