import { describe, expect, it } from 'vitest';
import { LaneView } from './lane-view.js';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 4, 3, 12, 0, seconds));
const wide = new Date(0);

describe('How far back a sweep looks', () => {
  it('is to the beginning of time at first, and then to a little before what was found to wait', () => {
    const view = new LaneView();
    expect(view.begin()).toEqual(wide);
    expect(view.end(at(10), 1)).toEqual(at(8));
    expect(view.begin()).toEqual(at(8));
    expect(view.end(at(20), 1)).toEqual(at(18));
    expect(view.end(at(15), 1)).toEqual(at(18));
  });

  it('is to the beginning of time when something may have come to wait that was due before', () => {
    const view = new LaneView();
    view.begin();
    view.widen(); // While a look is under way.
    view.end(at(10), 1);
    expect(view.begin()).toEqual(wide);
    view.end(at(10), 1);
    expect(view.begin()).toEqual(at(8));
  });

  it('is to the beginning of time as often as that is cheap', () => {
    const view = new LaneView();
    view.begin();
    view.end(at(10), 60_000);
    view.widenIfCheap();
    expect(view.begin()).toEqual(at(8));
    view.widen();
    view.begin();
    view.end(at(10), 0);
    view.widenIfCheap();
    expect(view.begin()).toEqual(wide);
  });
});
