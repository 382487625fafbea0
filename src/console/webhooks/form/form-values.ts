import type { WebhookFields, WebhookSummary } from '@contracts/webhooks';

/** What stands in the form, as it was typed and ticked. */
export interface FormValues {
  readonly targetUrl: string;
  readonly actionTypes: readonly string[];
  readonly allEvents: boolean;
  /** Slugs; kept while all events are chosen. */
  readonly limitEvents: readonly string[];
  readonly comment: string;
  readonly enabled: boolean;
  /** What is looked for among the events. */
  readonly eventSearch: string;
}

export const emptyForm: FormValues = {
  targetUrl: '',
  actionTypes: [],
  allEvents: true,
  limitEvents: [],
  comment: '',
  enabled: true,
  eventSearch: '',
};

/** What the button that was pressed asks for. A group is named: all of its types are to be ticked. */
export type FormIntent =
  { readonly kind: 'save' } | { readonly kind: 'find' } | { readonly kind: 'group'; readonly group: string };

const groupPrefix = 'group:';
export const groupIntent = (group: string): string => groupPrefix + group;

export function readValues(form: URLSearchParams): FormValues {
  return {
    targetUrl: form.get('target_url')?.trim() ?? '',
    actionTypes: [...new Set(form.getAll('action_types'))],
    allEvents: form.get('events') !== 'some',
    limitEvents: [...new Set(form.getAll('limit_events'))],
    comment: form.get('comment')?.trim() ?? '',
    enabled: form.get('enabled') === 'true',
    eventSearch: form.get('event_search')?.trim() ?? '',
  };
}

/** Enter in the field that looks for events looks for them, where no script has done so. */
export function readIntent(form: URLSearchParams): FormIntent {
  const intent = form.get('intent') ?? 'save';
  if (intent.startsWith(groupPrefix)) return { kind: 'group', group: intent.slice(groupPrefix.length) };
  const isSearching = intent === 'enter' && Boolean(form.get('event_search')?.trim());
  return { kind: intent === 'find' || isSearching ? 'find' : 'save' };
}

export function valuesOf(webhook: WebhookSummary): FormValues {
  const { shownUrl, actionTypes, allEvents, limitEvents, comment, enabled } = webhook;
  return {
    targetUrl: shownUrl ?? '',
    actionTypes,
    allEvents,
    limitEvents,
    comment: comment ?? '',
    enabled,
    eventSearch: '',
  };
}

/** By the names of the API. */
export function fieldsOf(values: FormValues): WebhookFields {
  const { targetUrl, actionTypes, allEvents, limitEvents, comment, enabled } = values;
  return {
    target_url: targetUrl,
    action_types: actionTypes,
    all_events: allEvents,
    limit_events: allEvents ? [] : limitEvents,
    comment: comment === '' ? null : comment,
    enabled,
  };
}

/**
 * Only what differs from what was shown: what is hidden in the URL stays as it is, and so does a type that is no longer
 * registered.
 */
export function changedFields(values: FormValues, webhook: WebhookSummary): WebhookFields {
  const shown = fieldsOf(valuesOf(webhook));
  const entries = Object.entries(fieldsOf(values)).filter(
    ([name, value]) => comparable(value) !== comparable(shown[name]),
  );
  return Object.fromEntries(entries);
}

const comparable = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? value.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) : value);
