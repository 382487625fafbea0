import type { callsEn } from './calls.en.js';

const amount = (number: number): string => number.toLocaleString('de');
const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${amount(number)} ${many}`;
const calls = (number: number): string => count(number, 'Aufruf', 'Aufrufe');

export const callsDe: typeof callsEn = {
  webhook: {
    edit: 'Bearbeiten',
    sendTest: 'Test senden',
    testType: 'Art des Tests',
    waiting: (number: string) =>
      number === '1'
        ? '1 Aufruf wartet auf einen neuen Versuch'
        : `${number} Aufrufe warten auf einen neuen Versuch`,
    next: 'der nächste',
    lastAnswer: 'Die letzte Antwort:',
    retryNow: 'Alle jetzt versuchen',
    stopRetrying: 'Nicht mehr versuchen',
    resend: 'Erneut senden …',
    perHour: 'Aufrufe pro Stunde',
    accepted: 'angenommen',
    failed: 'fehlgeschlagen',
    responseTime: 'Antwortzeit',
    median: 'Median',
    p95: '95. Perzentil',
    noCalls: 'Keine Aufrufe in den letzten 24 Stunden.',
    callsOfHour: (number: number, failures: number) => `${calls(number)}, ${amount(failures)} fehlgeschlagen`,
    timesOfHour: (median: string, p95: string) => `${median} Median, ${p95} 95. Perzentil`,
  },
  progress: {
    resending: (done: number, total: number) =>
      `Es wird erneut gesendet: Bisher sind ${amount(done)} von ${amount(total)} Benachrichtigungen wieder an der Reihe.`,
    resent: (done: number, total: number) =>
      done >= total
        ? `Das erneute Senden ist beendet: ${amount(done)} Benachrichtigungen kamen wieder an die Reihe. Es endete`
        : `Das erneute Senden endete vorzeitig: ${amount(done)} von ${amount(total)} Benachrichtigungen kamen wieder an die Reihe. Es endete`,
    retrying: (left: number, total: number) =>
      `Neue Versuche: noch ${amount(left)} von ${total === 1 ? '1 Aufruf' : `${amount(total)} Aufrufen`} offen.`,
    retryingMany: (left: number, total: number) =>
      `Neue Versuche: noch mindestens ${amount(left)} von ${total === 1 ? '1 Aufruf' : `${amount(total)} Aufrufen`} offen. Für diesen Webhook wartet so viel, dass nicht alles gezählt wird.`,
    asOf: 'So stand es am',
    reload: 'Laden Sie die Seite neu, um zu sehen, wie es jetzt steht.',
    retried: (total: number) =>
      total === 1
        ? 'Der Aufruf wartet nicht mehr. Was daraus wurde, steht im Protokoll.'
        : `Von den ${amount(total)} Aufrufen wartet keiner mehr. Was daraus wurde, steht im Protokoll.`,
  },
  log: {
    title: 'Protokoll',
    of: (days: number) => (days === 1 ? 'des letzten Tages' : `der letzten ${amount(days)} Tage`),
    outcome: 'Ergebnis',
    outcomes: { all: 'Alle Ergebnisse', accepted: 'Angenommen', failed: 'Fehlgeschlagen' },
    type: 'Art',
    allTypes: 'Alle Arten',
    event: 'Veranstaltung',
    about: 'Code oder Nummer der Benachrichtigung',
    since: 'Von',
    until: 'Vor',
    filters: 'Filter',
    apply: 'Filtern',
    clear: 'Alles zeigen',
    live: 'Live',
    empty: 'So ist kein Aufruf.',
    older: 'Ältere Aufrufe',
    newest: 'Neueste Aufrufe',
    columns: {
      time: 'Zeit',
      what: 'Was geschah',
      answer: 'Antwort',
      took: 'Dauer',
      attempt: 'Versuch',
      next: 'Nächster',
    },
    test: 'Test',
    notification: (id: number) => `Benachrichtigung ${id}`,
    attemptOf: (attempt: number, most: number) => `${attempt} von ${most}`,
    round: (round: number) => (round === 2 ? 'einmal erneut gesendet' : `${round - 1} Mal erneut gesendet`),
    done: 'Fertig',
    noMore: 'Keiner mehr',
    retried: 'Wiederholt',
  },
  actions: {
    cancel: 'Abbrechen',
    keep: 'Behalten',
    retry: {
      title: 'Alle jetzt versuchen',
      ask: (number: string) =>
        `${number === '1' ? '1 wartender Aufruf wird' : `${number} wartende Aufrufe werden`} sofort gemacht. Was wieder fehlschlägt, wartet wie geplant weiter.`,
      none: 'Es wartet nichts auf einen neuen Versuch.',
      submit: 'Jetzt versuchen',
    },
    drop: {
      title: 'Nicht mehr versuchen',
      ask: (number: string, days: number) =>
        `${number === '1' ? '1 wartender Aufruf wird' : `${number} wartende Aufrufe werden`} nicht gemacht. Das Protokoll behält sie, und ${count(days, 'Tag', 'Tage')} lang können sie erneut gesendet werden.`,
      none: 'Es wartet nichts auf einen neuen Versuch.',
      submit: 'Nicht mehr versuchen',
    },
    delete: {
      section: 'Löschen',
      explain: 'Entfernt diesen Webhook endgültig. Soll er nur ruhen, schalten Sie ihn stattdessen oben ab.',
      ask: 'Löschen …',
      title: 'Diesen Webhook endgültig löschen?',
      settings: 'Seine Adresse, seine Arten, seine Veranstaltungen und sein Kommentar werden entfernt.',
      waiting: (number: string | undefined) => {
        if (number === undefined)
          return 'Es wartet nichts auf einen neuen Versuch. Was ab jetzt aufgezeichnet wird, erfährt er nicht.';
        return number === '1'
          ? '1 Aufruf, der auf einen neuen Versuch wartet, wird nie gemacht.'
          : `${number} Aufrufe, die auf einen neuen Versuch warten, werden nie gemacht.`;
      },
      log: 'Sein Protokoll hat keine Seite mehr. Über die API sind seine Aufrufe zu finden, bis sie ablaufen.',
      final: 'Das lässt sich nicht rückgängig machen, und danach kann nichts erneut gesendet werden.',
      rather: 'Auch ein abgeschalteter Webhook erfährt nichts, und behält das alles.',
      disable: 'Stattdessen abschalten',
      submit: 'Endgültig löschen',
    },
    resend: {
      title: 'Erneut senden',
      intro:
        'Alles, was seit einem Zeitpunkt aufgezeichnet und aufgegeben oder verworfen wurde, wird im Hintergrund erneut gesendet. Was noch auf einen neuen Versuch wartet, wird von selbst aufgerufen.',
      since: 'Aufgezeichnet seit',
      count: 'Zählen',
      ask: (number: number, isExact: boolean) =>
        number === 1
          ? '1 Benachrichtigung wird erneut gesendet.'
          : `${isExact ? '' : 'Mehr als '}${amount(number)} Benachrichtigungen werden erneut gesendet.`,
      none: 'Seitdem wurde nichts aufgegeben oder verworfen.',
      submit: 'Erneut senden',
      disabled: 'Dieser Webhook ist abgeschaltet. Schalten Sie ihn zuerst ein.',
    },
  },
  call: {
    recorded: 'Aufgezeichnet',
    delivery: 'Diese Zustellung',
    attempt: (attempt: number) => `Versuch ${attempt}`,
    testDelivery: 'Ein Test: Er gehört zu keiner Zustellung und wird nie wiederholt.',
    request: 'Anfrage',
    answer: 'Antwort',
    timing: 'Dauer',
    inAll: (text: string) => `insgesamt ${text}`,
    parts: {
      dns: 'DNS',
      connect: 'Verbinden',
      tls: 'TLS',
      waiting: 'Warten',
      reading: 'Lesen',
      failing: 'bis zum Fehler',
    },
    kept: 'Die Verbindung bestand noch von einem früheren Aufruf.',
    noAnswer: 'Es gab keine.',
    emptyBody: 'Ihr Inhalt ist leer.',
    noPayload: 'Was gesendet wurde, ist nicht mehr aufbewahrt.',
    resend: 'Erneut senden',
    copyCurl: 'Als curl kopieren',
    curl: 'Als curl',
    curlHint: 'Verborgenes (***) muss eingesetzt werden.',
    copied: 'Kopiert',
    address: 'Aufgerufen unter',
    accepted: 'Ihr Server hat diesen Aufruf angenommen.',
    next: 'Doorbell versucht es wieder',
    noMore: 'Doorbell versucht es nicht von selbst wieder.',
    why: {
      dns: {
        short: 'Host nicht gefunden',
        title: 'Der Hostname wurde nicht gefunden.',
        todo: 'Prüfen Sie den Namen in der Ziel-URL und seine DNS-Einträge.',
      },
      unreachable: {
        short: 'Host nicht erreichbar',
        title: 'Der Host ist nicht erreichbar.',
        todo: 'Prüfen Sie, ob er läuft und sein Netz aus dem Internet erreichbar ist.',
      },
      connect_refused: {
        short: 'Verbindung abgelehnt',
        title: 'Ihr Server hat die Verbindung abgelehnt.',
        todo: 'Prüfen Sie, ob er läuft und auf dem Port in der Ziel-URL hört.',
      },
      connect_timeout: {
        short: 'Keine Verbindung in der Zeit',
        title: 'Niemand hat die Verbindung beantwortet.',
        todo: 'Prüfen Sie, ob der Server läuft und keine Firewall Verbindungen verschluckt.',
      },
      reset: {
        short: 'Verbindung getrennt',
        title: 'Die Verbindung wurde getrennt, bevor eine Antwort kam.',
        todo: 'Suchen Sie im Protokoll Ihres Servers oder dessen, was davor steht, nach einem Absturz oder Neustart.',
      },
      tls_expired: {
        short: 'Zertifikat abgelaufen',
        title: 'Das Zertifikat ist abgelaufen.',
        todo: 'Erneuern Sie es.',
      },
      tls_untrusted: {
        short: 'Zertifikat nicht anerkannt',
        title: 'Das Zertifikat stammt von keiner anerkannten Stelle.',
        todo: 'Nehmen Sie eines, dem Browser vertrauen, und senden Sie die Zwischenzertifikate mit.',
      },
      tls_hostname: {
        short: 'Zertifikat eines anderen Hosts',
        title: 'Das Zertifikat gilt für einen anderen Host.',
        todo: 'Besorgen Sie eines für den Host in der Ziel-URL.',
      },
      tls_other: {
        short: 'Keine Verschlüsselung',
        title: 'Es kam keine verschlüsselte Verbindung zustande.',
        todo: 'Prüfen Sie, ob der Port https spricht.',
      },
      timeout: {
        short: 'Keine Antwort in der Zeit',
        title: 'Es kam nicht rechtzeitig eine Antwort.',
        todo: 'Antworten Sie zuerst und arbeiten Sie danach: Doorbell wartet auf den Status nicht länger, als unten steht.',
      },
      proxy: {
        short: 'Proxy hat nicht verbunden',
        title: 'Der ausgehende Proxy hat nicht verbunden.',
        todo: 'Der Betreiber von Doorbell muss DOORBELL_EGRESS_PROXY ansehen.',
      },
      redirect: {
        title: 'Ihr Server hat mit einer Weiterleitung geantwortet, der nie gefolgt wird.',
        todo: 'Geben Sie die endgültige Adresse als Ziel-URL ein.',
      },
      status: {
        title: 'Ihr Server hat geantwortet, den Aufruf aber nicht angenommen.',
        todo: 'Das tut nur ein Status von 200 bis 299. Sehen Sie die Antwort unten und das Protokoll Ihres Servers an.',
      },
      target_blocked: {
        short: 'Adresse nicht erlaubt',
        title: 'Diese Adresse darf nicht aufgerufen werden.',
        todo: 'Sie ist privat oder reserviert. Der Betreiber von Doorbell kann sie mit DOORBELL_ALLOWED_TARGETS erlauben.',
      },
      invalid_response: {
        short: 'Kein gültiges HTTP',
        title: 'Die Antwort war kein gültiges HTTP.',
        todo: 'Prüfen Sie, was auf diesem Port hört.',
      },
      interrupted: {
        short: 'Unterbrochen',
        title: 'Doorbell wurde während dieses Aufrufs beendet.',
        todo: 'Es ist nichts zu tun: Er wird wiederholt.',
      },
    },
  },
};
