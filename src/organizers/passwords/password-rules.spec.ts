import { describe, expect, it } from 'vitest';
import { commonPasswords } from './common-passwords.js';
import { normalPassword, passwordFault } from './password-rules.js';

const ada = { email: 'ada.lovelace@example.org', name: 'Ada Lovelace' };

describe('passwordFault', () => {
  it.each(['a quiet bell', 'zehn Töne!', '🔔🔕📣📯🎺🎷🎸🎻🥁🎹', 'x'.repeat(99) + 'yz'.repeat(50)])(
    'takes %j',
    (password) => {
      expect(passwordFault(password, ada)).toBeUndefined();
    },
  );

  it('counts characters, not bytes', () => {
    expect(passwordFault('äöüäöüäöü', ada)).toBe('Use at least 10 characters.');
    expect(passwordFault('🔔🔕📣📯🎺🎷🎸🎻🥁', ada)).toBe('Use at least 10 characters.');
    expect(passwordFault('äöü'.repeat(67), ada)).toBe('Use at most 200 characters.');
  });

  it.each(['aaaaaaaaaaaa', 'ababababab', 'Password123', 'QWERTYUIOP'])(
    'refuses %j, as many use it',
    (password) => {
      expect(passwordFault(password, ada)).toBe('Too many people use this password.');
    },
  );

  it.each(['ADA.lovelace@example.org', 'ada.lovelace', 'Ada Lovelace'])(
    'refuses their own %j',
    (password) => {
      expect(passwordFault(password, ada)).toBe('Your name or your e-mail address is no password.');
    },
  );

  it('knows common ones as they are compared, and none that is too short anyway', () => {
    const wrong = [...commonPasswords].filter((one) => one.length < 10 || one !== one.toLowerCase());
    expect(wrong).toEqual([]);
  });

  it('takes an accent for the same, however it was typed', () => {
    expect(normalPassword('cafe\u0301')).toBe(normalPassword('caf\u00e9'));
  });
});
