/** The sentences about people and their roles. */
export const peopleEn = {
  title: 'People',
  intro:
    'Who may do what in this organizer. Administrators may do everything everywhere, and stand here only if they have a role.',
  invite: 'Invite somebody',
  columns: {
    name: 'Name',
    email: 'E-mail address',
    permissions: 'May',
    lastSignIn: 'Last sign-in',
    action: 'Action',
  },
  never: 'Not yet',
  edit: 'Change',
  editLabel: (name: string) => `Change the role of ${name}`,
  you: 'you',
  administrator: 'Administrator',
  empty: {
    title: 'Nobody has a role here yet',
    text: 'Invite the people who look after the webhooks of this organizer. Doorbell sends no mail: you get a link to hand over.',
  },
  form: {
    title: 'Invite somebody',
    email: 'E-mail address',
    emailHint: 'They sign in with it. Doorbell sends no mail.',
    name: 'Name',
    nameHint:
      'If they have an account already, its name stays, and they may need a new password: then you get a link for it.',
    submit: 'Invite',
    cancel: 'Cancel',
    faults: {
      email: 'Enter a whole e-mail address, such as ada@example.org.',
      name: 'Enter a name.',
      nameControls: 'Leave out what cannot be seen.',
      already: 'This person has a role here already.',
      elsewhere: 'This person works for others already. An administrator can add them here.',
    },
  },
  role: {
    permissionsHint: 'What they may do here. A change counts at once.',
    submit: 'Save changes',
    back: 'Back to the people',
    self: 'This is you. If you give up changing the settings, you cannot take it back yourself.',
  },
  link: {
    section: 'Password',
    explain: 'By a link they choose a new password, for example when they have forgotten the old one.',
    ask: 'Make a link',
    forbidden:
      'They may do more than you, or work for other organizers too. An administrator can make them a link for a new password.',
    title: (name: string) => `Make a link for ${name}?`,
    text: (hours: number) =>
      `Whoever holds the link can choose the password and sign in. It works once, within ${hours} hours, and earlier links stop working. The old password counts until then.`,
    submit: 'Make the link',
    cancel: 'Cancel',
    made: (name: string) => `A link for ${name}`,
    handOver: (hours: number) =>
      `Hand it over in a way that nobody else reads. It works once, within ${hours} hours, and is never shown again.`,
    field: 'Link',
    until: 'It works until',
    done: 'Back to the people',
  },
  remove: {
    section: 'Remove',
    explain: 'They lose their role here at once. What they did stays in the audit trail.',
    ask: 'Remove',
    title: (name: string) => `Remove ${name}?`,
    text: 'They lose their role in this organizer at once. If it was their only one, their account ends with it.',
    self: 'This is you: you will not see this organizer any more.',
    submit: 'Remove',
    cancel: 'Cancel',
  },
};
