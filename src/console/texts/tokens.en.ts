/** The sentences about API tokens. */
export const tokensEn = {
  title: 'API tokens',
  intro: 'With a token, a program of yours uses the API in the name of this organizer.',
  create: 'Create token',
  columns: {
    name: 'Name',
    permissions: 'May',
    created: 'Created',
    lastUsed: 'Last used',
    state: 'State',
    action: 'Action',
  },
  never: 'Never',
  states: {
    active: 'Active',
    expires: 'Active until',
    expired: 'Expired',
    revoked: 'Revoked',
  },
  empty: {
    title: 'No program has access yet',
    text: 'A ticket shop or another program needs a token to record what happens, or to manage webhooks. Give each program its own, so that you can take one away without disturbing the others.',
  },
  form: {
    title: 'Create token',
    name: 'Name',
    nameHint: 'Which program is it for?',
    permissionsHint: 'As little as the program needs.',
    expires: 'Last day',
    expiresHint: 'The token ends with this day (UTC). Left empty, it counts until it is revoked.',
    submit: 'Create token',
    cancel: 'Cancel',
    faults: {
      wrongDate: 'Choose a day, or leave it empty.',
      past: 'This day is over.',
      tooMany: (most: string) =>
        `An organizer can have no more than ${most} active tokens. Revoke one first.`,
    },
  },
  made: {
    title: 'The token was created',
    text: 'Copy it now, and keep it where your program keeps its secrets. Doorbell stores no copy: it is never shown again.',
    field: (name: string) => `Token for ${name}`,
    done: 'Back to the tokens',
  },
  revoke: {
    button: 'Revoke',
    label: (name: string) => `Revoke ${name}`,
    title: (name: string) => `Revoke ${name}?`,
    text: 'Whatever uses this token is refused from now on. That cannot be undone, a new token takes its place.',
    submit: 'Revoke token',
    cancel: 'Keep it',
  },
};
