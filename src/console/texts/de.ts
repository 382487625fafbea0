import { accountDe } from './account.de.js';
import { administratorsDe } from './administrators.de.js';
import { auditTrailDe } from './audit-trail.de.js';
import { callsDe } from './calls.de.js';
import type { Texts } from './en.js';
import { notificationsDe } from './notifications.de.js';
import { operationsDe } from './operations.de.js';
import { organizersDe } from './organizers.de.js';
import { peopleDe } from './people.de.js';
import { permissionsDe } from './permissions.de.js';
import { tokensDe } from './tokens.de.js';
import { webhooksDe } from './webhooks.de.js';

const count = (number: number): string => number.toLocaleString('de');

export const de: Texts = {
  layout: {
    skip: 'Zum Inhalt springen',
    navigation: 'Seiten des Veranstalters',
    menu: 'Menü',
    account: (name: string) => `Konto von ${name}`,
    ownAccount: 'Ihr Konto',
    signOut: 'Abmelden',
    sections: {
      webhooks: 'Webhooks',
      tokens: 'API-Tokens',
      people: 'Personen',
      audit: 'Änderungsprotokoll',
    },
    pages: 'Seiten der Liste',
    next: 'Weiter',
    toStart: 'Zurück zum Anfang',
  },
  notices: {
    created: 'Der Webhook wurde angelegt.',
    saved: 'Die Änderungen wurden gespeichert.',
    nothing_changed: 'Es war nichts anders, also wurde nichts geändert.',
    signed_out: 'Sie sind abgemeldet.',
    retried: (number: number) =>
      number === 1
        ? '1 wartender Aufruf wird jetzt gemacht.'
        : `${count(number)} wartende Aufrufe werden jetzt gemacht.`,
    dropped: (number: number) =>
      number === 1
        ? '1 wartender Aufruf wurde verworfen.'
        : `${count(number)} wartende Aufrufe wurden verworfen.`,
    resending: (number: number) =>
      number === 1
        ? '1 Benachrichtigung wird erneut gesendet.'
        : `${count(number)} Benachrichtigungen werden erneut gesendet.`,
    resent: 'Sie wird erneut gesendet.',
    token_revoked: 'Das Token wurde widerrufen. Es gilt nicht mehr.',
    person_saved: 'Die Rolle wurde geändert. Das gilt sofort.',
    person_invited: 'Die Person hat hier jetzt eine Rolle und meldet sich an wie bisher.',
    person_removed: 'Die Person hat hier keine Rolle mehr.',
    organizer_created: 'Der Veranstalter wurde angelegt.',
    organizer_saved: 'Der Name wurde geändert.',
    deleted: 'Der Webhook wurde endgültig gelöscht.',
    name_saved: 'Ihr Name wurde geändert.',
    password_changed: 'Ihr Passwort wurde geändert. Alle anderen Browser sind abgemeldet.',
    language_saved: 'Die Sprache wurde geändert.',
    administrator_invited: 'Die Person gehört jetzt zur Verwaltung und meldet sich an wie bisher.',
    administrator_removed: 'Die Person gehört nicht mehr zur Verwaltung.',
  },
  forms: {
    seeBelow: 'Etwas stimmt noch nicht. Es ist unten markiert, und nichts von Ihren Eingaben ging verloren.',
    faults: {
      required: 'Das wird gebraucht.',
      invalidUrl: 'Geben Sie eine vollständige Adresse ein, die mit https:// oder http:// beginnt.',
      portRefused: (port: string) =>
        `Port ${port} ist hier nicht erlaubt: Dort hört nichts, das Webhooks annimmt.`,
      httpsOnly: 'Hier sind nur Adressen erlaubt, die mit https:// beginnen.',
      notHeld: 'Geben können Sie nur, was Sie selbst dürfen.',
      permissions: 'Kreuzen Sie mindestens eines an.',
      tooLong: (most: string) => `Hier passen höchstens ${most} Zeichen hin.`,
    },
  },
  signIn: {
    title: 'Anmelden',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    submit: 'Anmelden',
    singleSignOn: 'Mit dem Konto Ihrer Organisation anmelden',
    refused: 'Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen.',
    forgotten:
      'Passwort vergessen? Wer die Einstellungen verwaltet, kann Ihnen einen Link für ein neues machen.',
    throttled: (seconds: number) =>
      `Das wurde zu oft versucht. Versuchen Sie es in ${seconds === 1 ? 'einer Sekunde' : `${seconds} Sekunden`} wieder.`,
  },
  link: {
    title: {
      first: 'Willkommen bei Doorbell',
      invitation: 'Wählen Sie Ihr Passwort',
      reset: 'Wählen Sie ein neues Passwort',
    },
    intro: {
      first: 'Noch hat hier niemand ein Konto. Ihres wird das erste und darf alles.',
      invitation: 'Damit und mit Ihrer E-Mail-Adresse melden Sie sich von nun an an.',
      reset:
        'Das alte gilt, bis Sie gewählt haben. Dann sind Sie überall abgemeldet, wo Sie angemeldet sind.',
    },
    name: 'Ihr Name',
    newPassword: 'Neues Passwort',
    passwordHint: (min: number) =>
      `Mindestens ${min} Zeichen. Lang und leicht zu merken ist besser als kurz und seltsam.`,
    submit: 'Speichern und anmelden',
  },
  organizers: organizersDe,
  errors: {
    requestId: 'Wenn Sie um Hilfe bitten, nennen Sie diese Nummer:',
    home: 'Zur Startseite',
    unforeseen: {
      title: 'Etwas ging schief',
      text: 'Das ist unser Fehler, und er wurde notiert. Bitte versuchen Sie es noch einmal.',
    },
    byStatus: {
      400: {
        title: 'Das wurde nicht verstanden',
        text: 'In der Adresse oder im Formular steht etwas, das nicht passt.',
      },
      403: {
        title: 'Das dürfen Sie nicht sehen',
        text: 'Entweder gibt es das nicht, oder Sie haben keine Rolle, die es erlaubt. Wer die Einstellungen des Veranstalters ändern darf, kann Ihnen eine geben.',
      },
      404: {
        title: 'Hier ist nichts',
        text: 'Vielleicht wurde es entfernt, oder die Adresse stimmt nicht ganz.',
      },
      409: {
        title: 'Das geht jetzt nicht',
        text: 'Inzwischen hat sich etwas geändert. Gehen Sie zurück und sehen Sie noch einmal nach.',
      },
      413: { title: 'Das ist zu viel', text: 'Was gesendet wurde, ist größer, als Doorbell es annimmt.' },
      429: {
        title: 'Nicht so schnell',
        text: 'Es wurde zu viel auf einmal verlangt. Warten Sie kurz und versuchen Sie es wieder.',
      },
      503: {
        title: 'Gerade nicht',
        text: 'Die Datenbank antwortet nicht. Nichts wurde geändert; versuchen Sie es in ein paar Sekunden wieder.',
      },
    },
    byCode: {
      connection_not_secure: {
        title: 'Nur von diesem Rechner',
        text: 'Passwörter werden nur über eine verschlüsselte Verbindung angenommen. Setzen Sie DOORBELL_PUBLIC_URL auf die Adresse mit https://, die benutzt wird, oder öffnen Sie die Konsole als http://localhost auf dem Rechner, auf dem Doorbell läuft.',
      },
      form_refused: {
        title: 'Dieses Formular ist nicht mehr gültig',
        text: 'Sie haben sich an- oder abgemeldet, seit es geöffnet wurde, oder es kam von anderswo. Nichts wurde geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal.',
      },
      last_manager: {
        title: 'Jemand muss hier Rollen vergeben können',
        text: 'Niemand sonst, der sich schon angemeldet hat, darf die Einstellungen dieses Veranstalters ändern. Nichts wurde geändert. Geben Sie erst jemand anderem dieses Recht, oder fragen Sie jemanden aus der Verwaltung.',
      },
      last_administrator: {
        title: 'Jemand muss Doorbell verwalten können',
        text: 'Niemand sonst aus der Verwaltung hat sich schon angemeldet. Nichts wurde geändert. Nehmen Sie erst jemand anderen auf, und lassen Sie den Link benutzen.',
      },
      single_sign_on_failed: {
        title: 'Ihr Anmeldedienst konnte nicht helfen',
        text: 'Er hat nicht geantwortet, oder seine Antwort passt nicht. Versuchen Sie es wieder, oder melden Sie sich mit Ihrem Passwort an.',
      },
      single_sign_on_refused: {
        title: 'Sie wurden nicht eingeladen',
        text: 'Ihr Anmeldedienst kennt Sie, aber niemand hat Sie hier unter dieser E-Mail-Adresse eingeladen.',
      },
      link_invalid: {
        title: 'Dieser Link gilt nicht mehr',
        text: 'Er wurde schon benutzt, durch einen neueren ersetzt oder ist zu alt. Wer die Einstellungen verwaltet, kann Ihnen einen neuen machen.',
      },
    },
  },
  webhooks: webhooksDe,
  calls: callsDe,
  operations: operationsDe,
  notifications: notificationsDe,
  account: accountDe,
  administrators: administratorsDe,
  permissions: permissionsDe,
  tokens: tokensDe,
  people: peopleDe,
  auditTrail: auditTrailDe,
};
