// `npm run reseal`: seals every stored secret with the first key of DOORBELL_SECRET_KEY (docs/operations.md, Rotating keys).
import { buildIfNeeded } from './build-if-needed.mjs';

buildIfNeeded();
await import('../dist/src/reseal.js');
