import { accountEn } from './account.en.js';
import { administratorsEn } from './administrators.en.js';
import { auditTrailEn } from './audit-trail.en.js';
import { callsEn } from './calls.en.js';
import { notificationsEn } from './notifications.en.js';
import { operationsEn } from './operations.en.js';
import { organizersEn } from './organizers.en.js';
import { peopleEn } from './people.en.js';
import { permissionsEn } from './permissions.en.js';
import { tokensEn } from './tokens.en.js';
import { webhooksEn } from './webhooks.en.js';

/** Every sentence of the console. Another language is an object of the same type. */
export const en = {
  layout: {
    skip: 'Skip to the content',
    navigation: 'Pages of the organizer',
    menu: 'Menu',
    account: (name: string) => `Account of ${name}`,
    ownAccount: 'Your account',
    signOut: 'Sign out',
    sections: { webhooks: 'Webhooks', tokens: 'API tokens', people: 'People', audit: 'Audit trail' },
    pages: 'Pages of the list',
    next: 'Next',
    toStart: 'Back to the start',
  },
  notices: {
    created: 'The webhook was created.',
    saved: 'The changes were saved.',
    nothing_changed: 'Nothing was different, so nothing was changed.',
    signed_out: 'You are signed out.',
    retried: (count: number) =>
      `${count.toLocaleString('en')} waiting ${count === 1 ? 'call is' : 'calls are'} made now.`,
    dropped: (count: number) =>
      `${count.toLocaleString('en')} waiting ${count === 1 ? 'call' : 'calls'} dropped.`,
    resending: (count: number) =>
      `${count.toLocaleString('en')} ${count === 1 ? 'notification is' : 'notifications are'} sent again.`,
    resent: 'It is sent again.',
    token_revoked: 'The token was revoked. It counts no longer.',
    person_saved: 'The role was changed. It counts at once.',
    person_invited: 'The person has a role here now, and signs in as ever.',
    person_removed: 'The person has no role here any more.',
    organizer_created: 'The organizer was created.',
    organizer_saved: 'The name was changed.',
    deleted: 'The webhook was deleted for good.',
    name_saved: 'Your name was changed.',
    password_changed: 'Your password was changed. All other browsers are signed out.',
    language_saved: 'The language was changed.',
    administrator_invited: 'The person is an administrator now, and signs in as ever.',
    administrator_removed: 'The person is no administrator any more.',
  },
  forms: {
    seeBelow: 'Something needs another look. It is marked below, and nothing you typed was lost.',
    faults: {
      required: 'This is needed.',
      invalidUrl: 'Enter a whole address that begins with https:// or http://.',
      portRefused: (port: string) =>
        `Port ${port} is not allowed here: nothing that takes webhooks listens there.`,
      httpsOnly: 'Only addresses that begin with https:// are allowed here.',
      notHeld: 'You can only give what you may do yourself.',
      permissions: 'Tick at least one.',
      tooLong: (most: string) => `No more than ${most} characters fit here.`,
    },
  },
  signIn: {
    title: 'Sign in',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    singleSignOn: 'Sign in with your organisation’s account',
    refused: 'This e-mail address and this password do not belong together.',
    forgotten: 'Forgotten your password? An administrator can make you a link for a new one.',
    throttled: (seconds: number) =>
      `That was tried too often. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
  },
  link: {
    title: {
      first: 'Welcome to Doorbell',
      invitation: 'Choose your password',
      reset: 'Choose a new password',
    },
    intro: {
      first: 'Nobody has an account here yet. Yours will be the first, and may do everything.',
      invitation: 'With it and your e-mail address you sign in from now on.',
      reset: 'The old one counts until you have chosen. Then you are signed out wherever you are signed in.',
    },
    name: 'Your name',
    newPassword: 'New password',
    passwordHint: (min: number) =>
      `At least ${min} characters. Long and easy to remember beats short and odd.`,
    submit: 'Save and sign in',
  },
  organizers: organizersEn,
  errors: {
    requestId: 'If you ask for help, tell this number:',
    home: 'To the start page',
    unforeseen: {
      title: 'Something went wrong',
      text: 'This is our fault, and it was written down. Please try again.',
    },
    byStatus: {
      400: {
        title: 'That was not understood',
        text: 'The address or the form holds something that does not fit.',
      },
      403: {
        title: 'You may not see this',
        text: 'Either it does not exist, or you have no role that allows it. Somebody who may change the settings of the organizer can give you one.',
      },
      404: {
        title: 'There is nothing here',
        text: 'It may have been removed, or the address is not quite right.',
      },
      409: {
        title: 'That is not possible now',
        text: 'Something has changed meanwhile. Go back and look again.',
      },
      413: { title: 'That is too much', text: 'What was sent is larger than Doorbell takes.' },
      429: { title: 'Not so fast', text: 'Too much was asked at once. Wait a moment, and try again.' },
      503: {
        title: 'Not now',
        text: 'The database does not answer. Nothing was changed; try again in a few seconds.',
      },
    },
    byCode: {
      connection_not_secure: {
        title: 'Only from this machine',
        text: 'Passwords are only taken over an encrypted connection. Set DOORBELL_PUBLIC_URL to the https:// address that people use, or open the console as http://localhost on the machine that runs Doorbell.',
      },
      form_refused: {
        title: 'This form is out of date',
        text: 'You have signed in or out since it was opened, or it was sent from elsewhere. Nothing was changed. Go back, reload the page, and send it again.',
      },
      last_manager: {
        title: 'Somebody must be able to give roles here',
        text: 'Nobody else who has signed in may change the settings of this organizer. Nothing was changed. Give somebody else that permission first, or ask an administrator.',
      },
      last_administrator: {
        title: 'Somebody must remain an administrator',
        text: 'Nobody else is an administrator who has signed in. Nothing was changed. Make somebody else one first, and let them use their link.',
      },
      single_sign_on_failed: {
        title: 'Your identity provider could not help',
        text: 'It did not answer, or what it answered does not fit. Try again, or sign in with your password.',
      },
      single_sign_on_refused: {
        title: 'You have not been invited',
        text: 'Your identity provider knows you, but nobody here has invited you under that e-mail address.',
      },
      link_invalid: {
        title: 'This link does not work any more',
        text: 'It was used already, was replaced by a newer one, or is too old. An administrator can make you another.',
      },
    },
  },
  webhooks: webhooksEn,
  calls: callsEn,
  operations: operationsEn,
  notifications: notificationsEn,
  account: accountEn,
  administrators: administratorsEn,
  permissions: permissionsEn,
  tokens: tokensEn,
  people: peopleEn,
  auditTrail: auditTrailEn,
};

export type Texts = typeof en;
