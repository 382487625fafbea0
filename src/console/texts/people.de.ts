import type { peopleEn } from './people.en.js';

export const peopleDe: typeof peopleEn = {
  title: 'Personen',
  intro:
    'Wer bei diesem Veranstalter was darf. Wer Doorbell verwaltet, darf überall alles und steht nur hier, wenn er eine Rolle hat.',
  invite: 'Jemanden einladen',
  columns: {
    name: 'Name',
    email: 'E-Mail-Adresse',
    permissions: 'Darf',
    lastSignIn: 'Letzte Anmeldung',
    action: 'Aktion',
  },
  never: 'Noch nicht',
  edit: 'Ändern',
  editLabel: (name: string) => `Ändern der Rolle von ${name}`,
  you: 'Sie',
  administrator: 'Verwaltet Doorbell',
  empty: {
    title: 'Noch hat hier niemand eine Rolle',
    text: 'Laden Sie ein, wer sich um die Webhooks dieses Veranstalters kümmert. Doorbell verschickt keine E-Mails: Sie bekommen einen Link zum Weitergeben.',
  },
  form: {
    title: 'Jemanden einladen',
    email: 'E-Mail-Adresse',
    emailHint: 'Damit meldet sich die Person an. Doorbell verschickt keine E-Mails.',
    name: 'Name',
    nameHint:
      'Hat die Person schon ein Konto, bleibt dessen Name. Braucht sie ein neues Passwort, bekommen Sie einen Link dafür.',
    submit: 'Einladen',
    cancel: 'Abbrechen',
    faults: {
      email: 'Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel ada@example.org.',
      name: 'Geben Sie einen Namen ein.',
      nameControls: 'Lassen Sie weg, was man nicht sehen kann.',
      already: 'Diese Person hat hier schon eine Rolle.',
      elsewhere: 'Diese Person arbeitet schon für andere. Wer Doorbell verwaltet, kann sie hier aufnehmen.',
    },
  },
  role: {
    permissionsHint: 'Was die Person hier darf. Eine Änderung gilt sofort.',
    submit: 'Änderungen speichern',
    back: 'Zurück zu den Personen',
    self: 'Das sind Sie. Wenn Sie das Ändern der Einstellungen abgeben, können Sie es sich nicht selbst zurückgeben.',
  },
  link: {
    section: 'Passwort',
    explain:
      'Über einen Link wählt die Person ein neues Passwort, zum Beispiel wenn sie das alte vergessen hat.',
    ask: 'Link machen',
    forbidden:
      'Die Person darf mehr als Sie, oder arbeitet auch für andere Veranstalter. Wer Doorbell verwaltet, kann ihr einen Link für ein neues Passwort machen.',
    title: (name: string) => `Einen Link für ${name} machen?`,
    text: (hours: number) =>
      `Wer den Link hat, kann das Passwort wählen und sich anmelden. Er gilt einmal, innerhalb von ${hours} Stunden, und frühere Links gelten nicht mehr. Bis dahin gilt das alte Passwort.`,
    submit: 'Link machen',
    cancel: 'Abbrechen',
    made: (name: string) => `Ein Link für ${name}`,
    handOver: (hours: number) =>
      `Geben Sie ihn so weiter, dass ihn niemand sonst liest. Er gilt einmal, innerhalb von ${hours} Stunden, und wird nie wieder gezeigt.`,
    field: 'Link',
    until: 'Er gilt bis',
    done: 'Zurück zu den Personen',
  },
  remove: {
    section: 'Entfernen',
    explain: 'Die Person verliert ihre Rolle hier sofort. Was sie getan hat, bleibt im Änderungsprotokoll.',
    ask: 'Entfernen',
    title: (name: string) => `${name} entfernen?`,
    text: 'Die Person verliert ihre Rolle bei diesem Veranstalter sofort. War es ihre einzige, endet damit auch ihr Konto.',
    self: 'Das sind Sie: Sie werden diesen Veranstalter nicht mehr sehen.',
    submit: 'Entfernen',
    cancel: 'Abbrechen',
  },
};
