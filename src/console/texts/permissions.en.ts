/** What somebody, or a token, may do. */
export const permissionsEn = {
  title: 'Permissions',
  names: {
    can_view_organizer: 'See the organizer',
    can_change_organizer_settings: 'Change the settings',
    can_send_notifications: 'Send notifications',
  },
  hints: {
    can_view_organizer: 'Its events, its notification types and what was recorded.',
    can_change_organizer_settings:
      'Webhooks with their log, events, API tokens, people, and the audit trail.',
    can_send_notifications: 'Tell Doorbell what happened, and nothing else.',
  },
  none: 'Nothing',
  onlyHeld: 'You can give what you may do yourself.',
  copy: 'Copy',
  copied: 'Copied',
};
