import type { WebhookSummary } from '@contracts/webhooks';
import { describe, expect, it } from 'vitest';
import { changedFields, readIntent, readValues, valuesOf } from './form-values.js';

const webhook: WebhookSummary = {
  id: 1,
  organizerId: 1,
  enabled: true,
  shownUrl: 'https://***:***@example.org/hook?key=***',
  actionTypes: ['gone.type', 'pretix.event.order.placed'],
  allEvents: false,
  limitEvents: ['democon', 'summerfest'],
  comment: null,
  disabledAt: null,
  droppedReason: null,
};

describe('changedFields', () => {
  it('is nothing where the form came back as it was shown, in whatever order', () => {
    expect(changedFields(valuesOf(webhook), webhook)).toEqual({});
    const values = { ...valuesOf(webhook), limitEvents: ['summerfest', 'democon'] };
    expect(changedFields(values, webhook)).toEqual({});
  });

  it('is what differs, and a hidden URL is not sent back as if it were one', () => {
    const values = { ...valuesOf(webhook), comment: 'Printer', enabled: false };
    expect(changedFields(values, webhook)).toEqual({ comment: 'Printer', enabled: false });
  });

  it('lets go of the events where all are chosen', () => {
    expect(changedFields({ ...valuesOf(webhook), allEvents: true }, webhook)).toEqual({
      all_events: true,
      limit_events: [],
    });
  });
});

describe('readIntent', () => {
  it.each([
    ['', { kind: 'save' }],
    ['intent=save&event_search=x', { kind: 'save' }],
    ['intent=enter', { kind: 'save' }],
    ['intent=enter&event_search=x', { kind: 'find' }],
    ['intent=find', { kind: 'find' }],
    ['intent=group:orders', { kind: 'group', group: 'orders' }],
  ])('of %j is %j', (form, intent) => {
    expect(readIntent(new URLSearchParams(form))).toEqual(intent);
  });
});

describe('readValues', () => {
  it('takes ticks as they are, each once, and a missing tick as none', () => {
    const form = new URLSearchParams(
      'action_types=b&action_types=a&action_types=b&events=some&target_url= x ',
    );
    expect(readValues(form)).toMatchObject({
      actionTypes: ['b', 'a'],
      allEvents: false,
      limitEvents: [],
      enabled: false,
      targetUrl: 'x',
    });
  });
});
