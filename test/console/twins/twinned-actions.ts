import type { TwinnedAction } from './console-action.js';
import type { Subject, TwinGround } from './twin-ground.js';

const api = '/api/v1/organizers/:organizer';
const pages = '/console/organizers/:organizer';
/** To the minute, as forms have it; what is older than the log would be cut off at its beginning, which moves. */
const since = new Date(Date.now() - 86_400_000).toISOString().slice(0, 16);
const placed = 'pretix.event.order.placed';
const paid = 'pretix.event.order.paid';
const canceled = 'pretix.event.order.canceled';

const aWebhook = async (ground: TwinGround): Promise<Subject> => ground.webhook();
const failing = async (ground: TwinGround): Promise<Subject> => ground.failing();
const aName = async (ground: TwinGround): Promise<Subject> =>
  Promise.resolve({ name: ground.newName('name') });

/** What stands in the form of a webhook that was made by `TwinGround.webhook`. */
const asShown = (url: string): Readonly<Record<string, string>> => ({
  target_url: url,
  action_types: paid,
  events: 'all',
  enabled: 'true',
});

/** What one can do in the console and by the API alike: the same audit entry is left, the same permission needed. */
export const twinnedActions: readonly TwinnedAction[] = [
  {
    route: `POST ${pages}/webhooks/new`,
    twin: `POST ${api}/webhooks`,
    needs: 'can_change_organizer_settings',
    form: () => ({ ...asShown('https://u:secret@example.org/?key=1'), comment: 'Twin' }),
    body: () => ({
      target_url: 'https://u:secret@example.org/?key=1',
      action_types: [paid],
      all_events: true,
      limit_events: [],
      comment: 'Twin',
      enabled: true,
    }),
    entries: ['pretix.webhook.created'],
  },
  {
    route: `POST ${pages}/webhooks/:id/edit`,
    twin: `PATCH ${api}/webhooks/:id`,
    needs: 'can_change_organizer_settings',
    subject: aWebhook,
    // What is left out of a form is not ticked: it is disabled, too.
    form: ({ url }) => ({
      target_url: `${url}/moved`,
      action_types: [paid, canceled],
      events: 'some',
      limit_events: 'democon',
      comment: 'Moved',
    }),
    body: ({ url }) => ({
      target_url: `${url}/moved`,
      action_types: [paid, canceled],
      all_events: false,
      limit_events: ['democon'],
      comment: 'Moved',
      enabled: false,
    }),
    entries: ['pretix.webhook.changed'],
  },
  {
    route: `POST ${pages}/webhooks/:id/test`,
    twin: `POST ${api}/webhooks/:id/test`,
    needs: 'can_change_organizer_settings',
    subject: failing,
    form: () => ({ action_type: placed }),
    body: () => ({ action_type: placed }),
    entries: ['pretix.webhook.tested'],
  },
  {
    route: `POST ${pages}/webhooks/:id/retry-now`,
    twin: `POST ${api}/webhooks/:id/expedite`,
    needs: 'can_change_organizer_settings',
    subject: failing,
    entries: ['pretix.webhook.retries.expedited'],
  },
  {
    route: `POST ${pages}/webhooks/:id/stop-retrying`,
    twin: `POST ${api}/webhooks/:id/drop`,
    needs: 'can_change_organizer_settings',
    subject: failing,
    entries: ['pretix.webhook.retries.dropped'],
  },
  {
    route: `POST ${pages}/webhooks/:id/resend`,
    twin: `POST ${api}/webhooks/:id/resend`,
    needs: 'can_change_organizer_settings',
    subject: failing,
    form: () => ({ since }),
    body: () => ({ since: `${since}:00.000Z` }),
    entries: ['pretix.webhook.resent'],
  },
  {
    route: `POST ${pages}/webhooks/:id/calls/:call/resend`,
    twin: `POST ${api}/webhooks/:id/deliveries/:delivery/resend`,
    needs: 'can_change_organizer_settings',
    subject: failing,
    entries: ['pretix.webhook.resent'],
  },
  {
    route: `POST ${pages}/notifications/:notification/deliveries/:delivery/resend`,
    twin: `POST ${api}/webhooks/:id/deliveries/:delivery/resend`,
    needs: 'can_change_organizer_settings',
    subject: failing,
    entries: ['pretix.webhook.resent'],
  },
  {
    route: `POST ${pages}/webhooks/:id/delete`,
    twin: `DELETE ${api}/webhooks/:id`,
    query: '?permanent=true',
    needs: 'can_change_organizer_settings',
    subject: aWebhook,
    entries: ['pretix.webhook.deleted'],
  },
  {
    route: `POST ${pages}/tokens/new`,
    twin: `POST ${api}/tokens`,
    needs: 'can_change_organizer_settings',
    form: () => ({ name: 'Shop', permissions: 'can_change_organizer_settings', expires: '2099-12-31' }),
    body: () => ({
      name: 'Shop',
      permissions: ['can_change_organizer_settings'],
      expires: '2099-12-31T23:59:59.999Z',
    }),
    entries: ['pretix.token.created'],
  },
  {
    route: `POST ${pages}/tokens/:id/revoke`,
    twin: `DELETE ${api}/tokens/:token`,
    needs: 'can_change_organizer_settings',
    subject: async ({ organizer }) => {
      const fields = { name: 'Old', permissions: [] };
      const { body } = await organizer.api.post<{ id: number }>(`${organizer.path}/tokens/`, fields);
      return { id: String(body.id), token: String(body.id) };
    },
    entries: ['pretix.token.deleted'],
  },
  {
    route: 'POST /console/organizers/new',
    twin: 'POST /api/v1/organizers',
    needs: 'admin',
    subject: aName,
    form: ({ name }) => ({ name: name!, slug: name! }),
    body: ({ name }) => ({ name: name!, slug: name! }),
    entries: ['pretix.organizer.created'],
  },
  {
    route: `POST ${pages}/name`,
    twin: `PATCH ${api}`,
    needs: 'admin',
    subject: async (ground) => {
      const name = ground.newName('renamed');
      await ground.doorbell.createOrganizer({ slug: name, events: [] });
      return { organizer: name };
    },
    form: () => ({ name: 'Another name' }),
    body: () => ({ name: 'Another name' }),
    entries: ['pretix.organizer.changed'],
  },
];
