/** The sentences about who may do everything. */
export const administratorsEn = {
  title: 'Administrators',
  intro: 'They may do everything in every organizer, and decide who else may.',
  invite: 'Invite an administrator',
  columns: { name: 'Name', email: 'E-mail address', lastSignIn: 'Last sign-in', action: 'Action' },
  link: 'Password link',
  linkLabel: (name: string) => `Make a password link for ${name}`,
  remove: 'Remove',
  removeLabel: (name: string) => `Remove ${name} as an administrator`,
  form: {
    title: 'Invite an administrator',
    warning: 'Whoever you invite may do everything here, and can take your own rights away.',
    submit: 'Invite',
    cancel: 'Cancel',
    already: 'This person is an administrator already.',
  },
  removal: {
    title: (name: string) => `Remove ${name} as an administrator?`,
    text: 'From now on they may only do what their roles in organizers allow. Without any role, their account ends.',
    self: 'This is you. You cannot make yourself an administrator again.',
    last: 'No other administrator can sign in. Invite one first, and let them use their link.',
    submit: 'Remove',
    cancel: 'Cancel',
  },
};
