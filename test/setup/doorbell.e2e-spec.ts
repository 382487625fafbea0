import { describe } from 'vitest';
import { queueNames, startDoorbell } from './doorbell.js';
import { itGoesAllTheWay } from './way-through.js';

describe.each(queueNames)('the way through over the %s queue', (queue) => {
  itGoesAllTheWay(() => startDoorbell({ queue }));
});
