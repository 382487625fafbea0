/** The sentences about one's own account. */
export const accountEn = {
  title: 'Your account',
  administrator: 'Administrator: may do everything, everywhere.',
  name: {
    title: 'Name',
    label: 'Your name',
    hint: 'The audit trail and your colleagues see this name.',
    submit: 'Save name',
  },
  password: {
    title: 'Password',
    none: 'You sign in with your organisation’s account, and have no password here.',
    current: 'Present password',
    fresh: 'New password',
    submit: 'Change password',
    ends: 'Afterwards you are signed in here only: all other browsers are signed out.',
    faults: {
      current: 'This is not your password.',
      tooShort: (least: string) => `Use at least ${least} characters.`,
      common: 'Too many people use this password.',
      own: 'Your name or your e-mail address is no password.',
    },
  },
  look: {
    title: 'Language and colours',
    text: 'As you like it, in this browser.',
    language: 'Language',
    languages: { browser: 'As the browser has it', en: 'English', de: 'Deutsch' },
    submit: 'Save language',
    theme: 'Colours',
    themes: { system: 'As the system has it', light: 'Light', dark: 'Dark' },
  },
  sessions: {
    title: 'Where you are signed in',
    columns: { where: 'Browser', address: 'From address', created: 'Signed in', lastUsed: 'Last used' },
    here: 'This browser',
    elsewhere: 'Another browser',
    explain: 'If one of them is not yours, sign out everywhere and change your password.',
    submit: 'Sign out everywhere',
  },
};
