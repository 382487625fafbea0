import type { administratorsEn } from './administrators.en.js';

export const administratorsDe: typeof administratorsEn = {
  title: 'Verwaltung',
  intro: 'Wer Doorbell verwaltet, darf bei jedem Veranstalter alles und bestimmt, wer es noch darf.',
  invite: 'In die Verwaltung einladen',
  columns: { name: 'Name', email: 'E-Mail-Adresse', lastSignIn: 'Letzte Anmeldung', action: 'Aktion' },
  link: 'Passwort-Link',
  linkLabel: (name: string) => `Einen Passwort-Link für ${name} machen`,
  remove: 'Entfernen',
  removeLabel: (name: string) => `${name} aus der Verwaltung entfernen`,
  form: {
    title: 'In die Verwaltung einladen',
    warning: 'Wen Sie einladen, darf hier alles und kann auch Ihnen die Rechte nehmen.',
    submit: 'Einladen',
    cancel: 'Abbrechen',
    already: 'Diese Person gehört schon zur Verwaltung.',
  },
  removal: {
    title: (name: string) => `${name} aus der Verwaltung entfernen?`,
    text: 'Ab jetzt darf die Person nur noch, was ihre Rollen bei Veranstaltern erlauben. Hat sie keine, endet ihr Konto.',
    self: 'Das sind Sie. Sie können sich nicht selbst wieder in die Verwaltung aufnehmen.',
    last: 'Sonst kann sich niemand anmelden, der Doorbell verwaltet. Laden Sie zuerst jemanden ein, und lassen Sie den Link benutzen.',
    submit: 'Entfernen',
    cancel: 'Abbrechen',
  },
};
