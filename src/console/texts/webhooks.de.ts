import type { webhooksEn } from './webhooks.en.js';

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString('de')} ${many}`;

export const webhooksDe: typeof webhooksEn = {
  list: {
    title: 'Webhooks',
    intro: 'Doorbell ruft diese URLs auf, wenn in Ihren Veranstaltungen etwas geschieht.',
    create: 'Webhook anlegen',
    search: 'URL, Art, Veranstaltung oder Kommentar suchen',
    apply: 'Suchen',
    state: 'Zustand',
    states: {
      all: 'Alle Zustände',
      working: 'Funktioniert',
      failing: 'Gestört',
      uncalled: 'Noch nicht aufgerufen',
      disabled: 'Abgeschaltet',
    },
    columns: {
      target: 'Ziel',
      events: 'Veranstaltungen',
      state: 'Zustand',
      strip: 'Letzte 24 Stunden',
      last: 'Letzter Aufruf',
    },
    allEvents: 'Alle',
    noEvents: 'Keine',
    moreTypes: (first: string, more: number) => `${first} und ${more} weitere`,
    moreEvents: (first: string, more: number) => `${first} und ${more} weitere`,
    noTypes: 'Keine Art von Benachrichtigung',
    never: 'Nie',
    empty: {
      title: 'Noch erfährt es niemand',
      text: 'Ein Webhook ist eine Adresse von Ihnen, die Doorbell aufruft, wenn etwas geschieht, zum Beispiel wenn eine Bestellung eingeht. Ihr Server erfährt innerhalb einer Sekunde, was sich geändert hat, und muss nie nachfragen.',
    },
    nothingFound: {
      title: 'So ist kein Webhook',
      text: 'Versuchen Sie ein anderes Wort, oder sehen Sie alle Zustände an.',
      reset: 'Alle zeigen',
    },
    failing: (number: number) => `${count(number, 'Webhook ist', 'Webhooks sind')} gestört.`,
    failingOne: (host: string) => `${host} hat keinen Aufruf mehr angenommen seit`,
    waiting: (number: string) =>
      number === '1'
        ? '1 Aufruf wartet auf einen neuen Versuch.'
        : `${number} Aufrufe warten auf einen neuen Versuch.`,
    seeWhy: 'Warum?',
    scanned: 'Nicht alle Webhooks wurden angesehen. Gehen Sie weiter, um mehr zu sehen.',
  },
  state: {
    working: 'Funktioniert',
    uncalled: 'Noch nicht aufgerufen',
    failing: 'Gestört',
    failingSince: 'Gestört seit',
    disabled: 'Abgeschaltet',
    disabledBy: (name: string) => `Abgeschaltet von ${name}`,
    gone: 'Abgeschaltet durch 410 Gone',
  },
  strip: {
    hour: (from: string, calls: number, failures: number) =>
      calls === 0
        ? `${from}: keine Aufrufe`
        : `${from}: ${count(calls, 'Aufruf', 'Aufrufe')}, ${failures} fehlgeschlagen`,
    summary: (calls: number, failures: number) =>
      calls === 0
        ? 'Keine Aufrufe in 24 Stunden'
        : `${count(calls, 'Aufruf', 'Aufrufe')} in 24 Stunden, ${failures} fehlgeschlagen`,
  },
  form: {
    createTitle: 'Webhook anlegen',
    editTitle: 'Webhook bearbeiten',
    url: 'Ziel-URL',
    urlHint:
      'Wohin aufgerufen wird. Benutzername und Passwort darin werden als Basic-Authentifizierung gesendet und danach niemandem gezeigt.',
    unreadableUrl: 'Die Adresse kann nicht gelesen werden: Ihr Schlüssel fehlt. Geben Sie sie neu ein.',
    urlKept: 'Was hinter *** verborgen ist, bleibt, solange Sie die Adresse nicht ändern.',
    urlMasked:
      'Verborgenes (***) kann nicht bleiben, wenn sich die Adresse ändert. Geben Sie die ganze Adresse noch einmal ein.',
    warnings: {
      http: 'Diese Adresse ist nicht verschlüsselt: Wer auf dem Weg liegt, kann die Aufrufe lesen und beantworten. Nehmen Sie https://, wenn Ihr Server das kann.',
      httpRequired: 'Auf diesem Server ist nur https:// erlaubt.',
      credentials:
        'Benutzername und Passwort werden mit jedem Aufruf als Basic-Authentifizierung gesendet, verschlüsselt aufbewahrt und von nun an als *** gezeigt.',
      private:
        'Das ist eine private Adresse. Doorbell wird sie nicht aufrufen, solange der Betreiber es nicht erlaubt (DOORBELL_ALLOWED_TARGETS).',
    },
    types: 'Arten von Benachrichtigungen',
    typesHint: 'Was der Empfänger erfährt.',
    findType: 'Art suchen',
    selectGroup: (number: number) => (number === 2 ? 'Beide wählen' : `Alle ${number} wählen`),
    clearGroup: 'Keine wählen',
    group: (name: string) => (name === '' ? 'Andere' : name[0]!.toUpperCase() + name.slice(1)),
    unregistered: 'Nicht mehr bekannt',
    events: 'Veranstaltungen',
    allEvents: 'Alle, auch später angelegte',
    someEvents: 'Nur diese',
    eventsHint: 'Was den Veranstalter als Ganzes betrifft, wird in jedem Fall gesendet.',
    findEvent: 'Veranstaltung nach Name oder Kurzname suchen',
    findEventButton: 'Suchen',
    chosenEvents: 'Gewählte Veranstaltungen',
    foundEvents: 'Gefundene Veranstaltungen',
    noEventFound: 'Keine Veranstaltung heißt so.',
    moreEventsFound: 'Es gibt noch mehr. Tippen Sie mehr vom Namen.',
    comment: 'Kommentar',
    commentHint: 'Wofür ist das? Nur Ihr Team sieht es.',
    enabled: 'Eingeschaltet',
    enabledHint:
      'Ein abgeschalteter Webhook bekommt nichts. Was ihm beim Abschalten noch zusteht, wird verworfen und kann später erneut gesendet werden.',
    create: 'Webhook anlegen',
    save: 'Änderungen speichern',
    cancel: 'Abbrechen',
    sample: 'Was Ihr Server bekommt',
    sampleHint: (seconds: number, days: number) =>
      `Antworten Sie innerhalb von ${seconds === 1 ? 'einer Sekunde' : `${seconds} Sekunden`} mit einem Status von 200 bis 299. Alles andere wird bis zu ${days === 1 ? 'einen Tag' : `${days} Tage`} lang wiederholt; 410 schaltet diesen Webhook ab. Holen Sie das Geänderte über die API: Trauen Sie nie dem Aufruf selbst.`,
    faults: {
      types: 'Wählen Sie mindestens eine Art, sonst wird nie etwas gesendet.',
      unknownType: 'Eine dieser Arten ist hier nicht bekannt. Sehen Sie sie noch einmal an.',
      unknownEvent: (slug: string) => `Es gibt keine Veranstaltung ${slug}.`,
      both: 'Wählen Sie entweder alle Veranstaltungen oder einige.',
      tooMany: (most: string) => `Ein Veranstalter kann höchstens ${most} Webhooks haben.`,
    },
  },
};
