import type { tokensEn } from './tokens.en.js';

export const tokensDe: typeof tokensEn = {
  title: 'API-Tokens',
  intro: 'Mit einem Token benutzt ein Programm von Ihnen die API im Namen dieses Veranstalters.',
  create: 'Token anlegen',
  columns: {
    name: 'Name',
    permissions: 'Darf',
    created: 'Angelegt',
    lastUsed: 'Zuletzt benutzt',
    state: 'Zustand',
    action: 'Aktion',
  },
  never: 'Nie',
  states: {
    active: 'Gültig',
    expires: 'Gültig bis',
    expired: 'Abgelaufen',
    revoked: 'Widerrufen',
  },
  empty: {
    title: 'Noch hat kein Programm Zugang',
    text: 'Ein Ticketshop oder ein anderes Programm braucht ein Token, um zu melden, was geschieht, oder um Webhooks zu verwalten. Geben Sie jedem Programm ein eigenes, dann können Sie eines wegnehmen, ohne die anderen zu stören.',
  },
  form: {
    title: 'Token anlegen',
    name: 'Name',
    nameHint: 'Für welches Programm ist es?',
    permissionsHint: 'So wenig, wie das Programm braucht.',
    expires: 'Letzter Tag',
    expiresHint: 'Das Token endet mit diesem Tag (UTC). Ohne Angabe gilt es, bis es widerrufen wird.',
    submit: 'Token anlegen',
    cancel: 'Abbrechen',
    faults: {
      wrongDate: 'Wählen Sie einen Tag, oder lassen Sie das Feld leer.',
      past: 'Dieser Tag ist vorbei.',
      tooMany: (most: string) =>
        `Mehr als ${most} gültige Tokens kann ein Veranstalter nicht haben. Widerrufen Sie erst eines.`,
    },
  },
  made: {
    title: 'Das Token wurde angelegt',
    text: 'Kopieren Sie es jetzt und bewahren Sie es dort auf, wo Ihr Programm seine Geheimnisse hat. Doorbell behält keine Kopie: Es wird nie wieder gezeigt.',
    field: (name: string) => `Token für ${name}`,
    done: 'Zurück zu den Tokens',
  },
  revoke: {
    button: 'Widerrufen',
    label: (name: string) => `${name} widerrufen`,
    title: (name: string) => `${name} widerrufen?`,
    text: 'Was dieses Token benutzt, wird von nun an abgewiesen. Das lässt sich nicht zurücknehmen, ein neues Token tritt an seine Stelle.',
    submit: 'Token widerrufen',
    cancel: 'Behalten',
  },
};
