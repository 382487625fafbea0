import type { accountEn } from './account.en.js';

export const accountDe: typeof accountEn = {
  title: 'Ihr Konto',
  administrator: 'Verwaltet Doorbell: darf überall alles.',
  name: {
    title: 'Name',
    label: 'Ihr Name',
    hint: 'So heißen Sie im Änderungsprotokoll und bei Ihren Kollegen.',
    submit: 'Namen speichern',
  },
  password: {
    title: 'Passwort',
    none: 'Sie melden sich mit dem Konto Ihrer Organisation an und haben hier kein Passwort.',
    current: 'Jetziges Passwort',
    fresh: 'Neues Passwort',
    submit: 'Passwort ändern',
    ends: 'Danach sind Sie nur noch hier angemeldet: alle anderen Browser werden abgemeldet.',
    faults: {
      current: 'Das ist nicht Ihr Passwort.',
      tooShort: (least: string) => `Nehmen Sie mindestens ${least} Zeichen.`,
      common: 'Dieses Passwort haben zu viele.',
      own: 'Ihr Name oder Ihre E-Mail-Adresse ist kein Passwort.',
    },
  },
  look: {
    title: 'Sprache und Farben',
    text: 'Wie Sie es mögen, in diesem Browser.',
    language: 'Sprache',
    languages: { browser: 'Wie im Browser eingestellt', en: 'English', de: 'Deutsch' },
    submit: 'Sprache speichern',
    theme: 'Farben',
    themes: { system: 'Wie im System eingestellt', light: 'Hell', dark: 'Dunkel' },
  },
  sessions: {
    title: 'Wo Sie angemeldet sind',
    columns: {
      where: 'Browser',
      address: 'Von Adresse',
      created: 'Angemeldet',
      lastUsed: 'Zuletzt benutzt',
    },
    here: 'Dieser Browser',
    elsewhere: 'Ein anderer Browser',
    explain: 'Ist einer davon nicht Ihrer, melden Sie sich überall ab und ändern Sie Ihr Passwort.',
    submit: 'Überall abmelden',
  },
};
