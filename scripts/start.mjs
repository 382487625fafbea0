// `npm start`: in this very process, so that signals reach Doorbell itself.
import { buildIfNeeded } from './build-if-needed.mjs';

buildIfNeeded();
await import('../dist/src/main.js');
