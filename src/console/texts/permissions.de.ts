import type { permissionsEn } from './permissions.en.js';

export const permissionsDe: typeof permissionsEn = {
  title: 'Rechte',
  names: {
    can_view_organizer: 'Veranstalter ansehen',
    can_change_organizer_settings: 'Einstellungen ändern',
    can_send_notifications: 'Benachrichtigungen senden',
  },
  hints: {
    can_view_organizer:
      'Seine Veranstaltungen, die Arten von Benachrichtigungen und was aufgezeichnet wurde.',
    can_change_organizer_settings:
      'Webhooks mit ihrem Protokoll, Veranstaltungen, API-Tokens, Personen und das Änderungsprotokoll.',
    can_send_notifications: 'Doorbell melden, was geschehen ist, und sonst nichts.',
  },
  none: 'Nichts',
  onlyHeld: 'Geben können Sie, was Sie selbst dürfen.',
  copy: 'Kopieren',
  copied: 'Kopiert',
};
