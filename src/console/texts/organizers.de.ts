import type { organizersEn } from './organizers.en.js';

export const organizersDe: typeof organizersEn = {
  title: 'Veranstalter',
  intro: 'Deren Webhooks Sie sehen dürfen.',
  name: 'Name',
  slug: 'Kurzname',
  webhooks: 'Webhooks',
  calls: 'Aufrufe in 24 h',
  callsFailed: (calls: string, failures: string) => `${calls}, davon ${failures} gescheitert`,
  failing: 'Gestört',
  noneFailing: 'Keiner',
  action: 'Aktion',
  empty:
    'Sie haben noch bei keinem Veranstalter eine Rolle. Wer dort die Einstellungen ändern darf, kann Ihnen eine geben.',
  emptyForAdministrator: {
    title: 'Noch gibt es keinen Veranstalter',
    text: 'Ein Veranstalter verkauft Tickets: Er hat Veranstaltungen und Webhooks, die erfahren, was darin geschieht.',
  },
  create: 'Veranstalter anlegen',
  rename: 'Umbenennen',
  renameLabel: (name: string) => `Umbenennen von ${name}`,
  accountTrail: 'Anmeldungen und Verwaltung',
  form: {
    createTitle: 'Veranstalter anlegen',
    renameTitle: 'Veranstalter umbenennen',
    nameHint: 'Wie man ihn nennt.',
    slugHint: 'In Adressen und in allem, was gesendet wird, zum Beispiel acmecorp. Er ändert sich nie.',
    create: 'Veranstalter anlegen',
    save: 'Änderungen speichern',
    cancel: 'Abbrechen',
    faults: {
      taken: 'Ein anderer Veranstalter hat diesen Kurznamen, oder hatte ihn bis vor Kurzem.',
      slug: 'Hier passen nur Buchstaben, Ziffern, Punkte und Striche, mit einem Buchstaben oder einer Ziffer am Anfang.',
    },
  },
};
