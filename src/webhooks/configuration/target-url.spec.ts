import { PortFilter, usuallyBlockedPorts } from '@app/http-egress';
import { describe, expect, it } from 'vitest';
import { blockedPortFault, insecureUrlFault, targetUrlFault } from './target-url.js';

describe('targetUrlFault', () => {
  it.each([
    'https://example.com',
    'http://example.com:8080/path?key=value#fragment',
    'HTTPS://Example.COM/',
    'https://user:secret@example.com/',
    'https://user:p%40ss%C3%A9@example.com/',
    'https://user:p@ss@example.com/',
    'https://token@example.com/',
    'https://bücher.example/straße',
    'https://example.com./',
    'http://localhost/',
    'http://127.0.0.1:3000/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]:3000/',
    'http://my_service:3000/hook',
    'https://example.com/a\\b',
  ])('accepts %s', (url) => {
    expect(targetUrlFault(url)).toBeUndefined();
  });

  it.each([
    'foo',
    'example.com',
    '//example.com/',
    'ftp://example.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https:example.com',
    'https:/example.com',
    'https:///example.com',
    'https://',
    'https://?key=value',
    'https://#fragment',
    'https://user:secret@/',
    'https://:443/',
    'https://example.com:99999/',
    'https://example.com:port/',
    'https://exa mple.com/',
    'https://example.com/a b',
    'https://example.com/a\tb',
    'https://example.com/a\r\nHost: other',
    'https://example.com/\u{7f}',
    'https://example.com/\u{85}',
    'https://example.com\\@other.example/',
    'https://us%er:secret@example.com/',
    'https://user:%ff@example.com/',
    'https://user:a%0d%0ab@example.com/',
    'https://user:a%00b@example.com/',
    'https://exa!mple.com/',
    'https://-example.com/',
    'https://example..com/',
    'https://./',
    'https://[::1/',
    `https://${'a'.repeat(64)}.example/`,
  ])('refuses %j', (url) => {
    expect(targetUrlFault(url)).toBe('Enter a valid URL.');
  });
});

describe('insecureUrlFault', () => {
  it('lets https pass, and nothing else', () => {
    expect(insecureUrlFault('HTTPS://example.com/')).toBeUndefined();
    expect(insecureUrlFault('http://example.com/')).toBe('Enter a valid URL. Only https is allowed here.');
  });
});

describe('blockedPortFault', () => {
  const ports = new PortFilter(usuallyBlockedPorts);

  it.each(['http://example.com:25/', 'https://example.com:6379/', 'http://user@[2606:4700::1]:05432/a'])(
    'refuses %s',
    (url) => {
      expect(blockedPortFault(url, ports)).toMatch(/^Enter a valid URL\. Port \d+ is not allowed here\.$/);
    },
  );

  it.each(['http://example.com/', 'https://example.com', 'https://example.com:8443/25', 'no URL'])(
    'lets %s pass',
    (url) => {
      expect(blockedPortFault(url, ports)).toBeUndefined();
    },
  );
});
