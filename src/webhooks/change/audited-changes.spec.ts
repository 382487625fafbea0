import { describe, expect, it } from 'vitest';
import type { WebhookConfiguration } from '../storage/stored-webhook.js';
import { auditedChanges } from './audited-changes.js';

const webhook: WebhookConfiguration = {
  enabled: true,
  targetUrl: 'https://user:secret@example.com/hook?key=secret',
  allEvents: false,
  limitEvents: ['democon'],
  actionTypes: ['pretix.event.order.placed'],
  comment: null,
};
const shownUrl = 'https://***:***@example.com/hook?key=***';

describe('auditedChanges', () => {
  it('holds what differs, and nothing else', () => {
    expect(auditedChanges(webhook, { ...webhook })).toEqual({});
    expect(auditedChanges(webhook, { ...webhook, enabled: false, limitEvents: [] })).toEqual({
      enabled: [true, false],
      limit_events: [['democon'], []],
    });
  });

  it('masks URLs, and still says that a password was changed', () => {
    const changes = auditedChanges(webhook, {
      ...webhook,
      targetUrl: 'https://user:other@example.com/hook?key=secret',
    });
    expect(changes).toEqual({ target_url: [shownUrl, shownUrl] });
  });

  it('shows a new one from nothing, and a removed one to nothing', () => {
    expect(auditedChanges(undefined, webhook)).toEqual({
      enabled: [null, true],
      target_url: [null, shownUrl],
      all_events: [null, false],
      limit_events: [null, ['democon']],
      action_types: [null, ['pretix.event.order.placed']],
    });
    expect(auditedChanges(webhook, undefined)['target_url']).toEqual([shownUrl, null]);
  });
});
