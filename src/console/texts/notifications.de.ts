import type { notificationsEn } from './notifications.en.js';

export const notificationsDe: typeof notificationsEn = {
  title: 'Benachrichtigung',
  number: (id: number) => `Benachrichtigung ${id}`,
  recorded: {
    title: 'Was aufgenommen wurde',
    action: 'Aktion',
    type: 'Art',
    event: 'Veranstaltung',
    noEvent: 'Keine: Sie betrifft den Veranstalter als Ganzes',
    organizer: 'Veranstalter',
    at: 'Aufgenommen',
    key: 'Aufnahmeschlüssel',
    noKey: 'Keiner, oder nicht mehr aufbewahrt',
  },
  body: {
    title: 'Was Empfänger bekommen',
    hint: 'Bei jedem Versuch dieselben Bytes.',
  },
  data: {
    title: 'Was mitgegeben wurde',
    hint: 'Es wird gespeichert und nie gesendet.',
    none: 'Nichts.',
  },
  owed: {
    title: 'Wem sie geschuldet wird',
    matched:
      'Die Webhooks wurden in dem Moment bestimmt, in dem sie aufgenommen wurde. Einem später angelegten wird sie nicht geschuldet.',
    none: 'Kein Webhook wollte sie, als sie aufgenommen wurde, oder das alles ist älter, als das Protokoll aufbewahrt wird.',
    columns: {
      webhook: 'Webhook',
      state: 'Zustand',
      attempts: 'Aufrufe',
      last: 'Letzter Aufruf',
      next: 'Nächster',
      action: 'Aktion',
    },
    deleted: (id: number) => `Webhook ${id}, der gelöscht wurde`,
    attempts: (attempts: number, most: number) => `${attempts} von ${most}`,
    never: 'Noch nicht aufgerufen',
    noCall: 'Nicht im Protokoll',
    resend: 'Erneut senden',
    resendLabel: (host: string) => `Erneut senden an ${host}`,
  },
  states: {
    inFlight: 'Wird gerade aufgerufen',
    due: 'Jetzt fällig',
    first: 'Wartet auf den ersten Aufruf',
    waiting: 'Wartet auf einen neuen Versuch',
    succeeded: 'Zugestellt',
    exhausted: 'Aufgegeben',
    dropped: {
      webhook_disabled: 'Verworfen: Der Webhook wurde abgeschaltet',
      gone: 'Verworfen: Der Empfänger antwortete 410',
      dropped: 'Verworfen: Jemand hat weitere Versuche beendet',
      webhook_deleted: 'Verworfen: Der Webhook wurde gelöscht',
    },
  },
  now: 'jetzt',
  noMore: 'Keiner',
};
