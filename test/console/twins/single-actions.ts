import { goodPassword } from '../../setup/browser.js';
import type { SingleAction } from './console-action.js';
import type { Subject, TwinGround } from './twin-ground.js';

const people = '/console/organizers/:organizer/people';
const forms = '/console/organizers/:organizer/webhook-form';
const noPeople = 'Programs use tokens: people are managed by people.';
const noSession = 'The API knows no sessions.';
const settings = 'can_change_organizer_settings';

/** A colleague who may do what whoever manages them may: nobody else gets a link to their account from them. */
async function equal(ground: TwinGround): Promise<Subject> {
  return { id: String((await ground.invite([settings])).person.id) };
}

/** A colleague. */
async function member(ground: TwinGround): Promise<Subject> {
  const { person } = await ground.invite(['can_view_organizer']);
  return { id: String(person.id), email: person.email };
}

/** Another administrator. */
async function anotherAdministrator(ground: TwinGround): Promise<Subject> {
  return { id: String((await ground.inviteAdministrator()).id) };
}

async function invited(ground: TwinGround): Promise<Subject> {
  const { person, link } = await ground.invite(['can_view_organizer']);
  return { token: link!.token, email: person.email };
}

async function account(ground: TwinGround): Promise<Subject> {
  const { email, token } = (await invited(ground)) as { readonly email: string; readonly token: string };
  await ground.useLink(token);
  return { email };
}

/** What one can do in the console alone, and why. */
export const singleActions: readonly SingleAction[] = [
  {
    route: `POST ${people}/new`,
    needs: settings,
    reason: noPeople,
    subject: async (ground) => Promise.resolve({ email: `${ground.newName('new')}@example.org` }),
    form: ({ email }) => ({ email: email!, name: 'New', permissions: settings }),
    entries: ['doorbell.person.invited', 'doorbell.person.link_created'],
  },
  {
    route: `POST ${people}/:id`,
    needs: settings,
    reason: noPeople,
    subject: member,
    form: () => ({ permissions: ['can_view_organizer', settings] }),
    entries: ['doorbell.person.changed'],
  },
  {
    route: `POST ${people}/:id/link`,
    needs: settings,
    reason: noPeople,
    subject: equal,
    entries: ['doorbell.person.link_created'],
  },
  {
    route: `POST ${people}/:id/remove`,
    needs: settings,
    reason: noPeople,
    subject: member,
    entries: ['doorbell.person.removed'],
  },
  {
    route: 'POST /console/sign-in',
    needs: 'public',
    reason: noSession,
    subject: account,
    form: ({ email }) => ({ email: email!, password: goodPassword }),
    entries: ['doorbell.person.signed_in'],
  },
  {
    route: 'POST /console/sign-in/link/:token',
    needs: 'public',
    reason: noSession,
    subject: invited,
    form: () => ({ password: goodPassword }),
    entries: ['doorbell.person.password_changed', 'doorbell.person.signed_in'],
  },
  {
    route: 'POST /console/sign-out',
    needs: 'authenticated',
    reason: noSession,
    entries: ['doorbell.person.signed_out'],
  },
  {
    route: 'POST /console/sign-out/everywhere',
    needs: 'authenticated',
    reason: noSession,
    entries: ['doorbell.person.signed_out_everywhere'],
  },
  {
    route: 'POST /console/account/name',
    needs: 'authenticated',
    reason: noSession,
    form: () => ({ name: 'Another' }),
    entries: ['doorbell.person.renamed'],
  },
  {
    route: 'POST /console/account/password',
    needs: 'authenticated',
    reason: noSession,
    form: () => ({ current: goodPassword, password: 'another quiet bell at dusk' }),
    // Every session ends, and another one begins.
    entries: ['doorbell.person.password_changed', 'doorbell.person.signed_in'],
  },
  {
    route: 'POST /console/language',
    needs: 'authenticated',
    reason: 'It changes nothing but a cookie.',
    form: () => ({ language: 'de' }),
    entries: [],
  },
  {
    route: 'POST /console/administrators/new',
    needs: 'admin',
    reason: noPeople,
    subject: async (ground) => Promise.resolve({ email: `${ground.newName('admin')}@example.org` }),
    form: ({ email }) => ({ email: email!, name: 'New' }),
    entries: ['doorbell.person.administrator_added', 'doorbell.person.link_created'],
  },
  {
    route: 'POST /console/administrators/:id/link',
    needs: 'admin',
    reason: noPeople,
    subject: anotherAdministrator,
    entries: ['doorbell.person.link_created'],
  },
  {
    route: 'POST /console/administrators/:id/remove',
    needs: 'admin',
    reason: noPeople,
    subject: anotherAdministrator,
    entries: ['doorbell.person.administrator_removed'],
  },
  {
    route: `POST ${forms}/url-hints`,
    needs: settings,
    reason:
      'It changes nothing: a part of the form, sent in a body since an address keeps credentials too long.',
    form: () => ({ target_url: 'http://127.0.0.1/' }),
    entries: [],
  },
  {
    route: `POST ${forms}/events`,
    needs: settings,
    reason: 'It changes nothing: a part of the form, sent in a body with the rest of it.',
    form: () => ({ event_search: 'demo' }),
    entries: [],
  },
];
