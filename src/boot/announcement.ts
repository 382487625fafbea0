import type { AddressInfo } from 'node:net';
import { linkHours, pathOfLink, type SignInLink } from '@contracts/organizers';
import type { LoggerService } from '@nestjs/common';
import { describeSettings } from '../config/read-settings.js';
import type { Settings } from '../config/settings.js';
import type { AdminToken } from './embedded-mode.js';

export interface Announcement {
  readonly settings: Settings;
  readonly address: AddressInfo;
  readonly isEmbedded: boolean;
  readonly adminToken: AdminToken | undefined;
  /** While there is no person who could sign in. */
  readonly firstLink: SignInLink | undefined;
}

/** Where one can reach us from this machine. */
export function localUrl({ address, port }: AddressInfo): string {
  const isAnywhere = address === '0.0.0.0' || address === '::';
  const host = isAnywhere ? '127.0.0.1' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Says where Doorbell listens, where its data lies, and on the first start the administrator's token, this once. As
 * long as nobody can sign in, it shows how the first person does.
 */
export function announce(announcement: Announcement, logger: LoggerService, json: boolean): void {
  if (json) announceAsJson(announcement, logger);
  else process.stdout.write(announcementText(announcement));
}

function announceAsJson({ settings, address, ...rest }: Announcement, logger: LoggerService): void {
  const context = 'Doorbell';
  logger.log({ code: 'settings', message: 'Settings', settings: describeSettings(settings) }, context);
  const url = localUrl(address);
  logger.log(
    {
      code: 'listening',
      message: `Doorbell ${settings.version} listens on ${url}`,
      url,
      role: settings.role,
    },
    context,
  );
  if (rest.isEmbedded) {
    const message = `Data lies in ${settings.dataDirectory} (embedded PostgreSQL).`;
    logger.log({ code: 'data', message }, context);
  }
  if (rest.adminToken) logger.log({ code: 'admin_token', message: tokenSentence(rest.adminToken) }, context);
  if (rest.firstLink) {
    const message = `The first administrator signs in, once and within ${linkHours} hours, at ${linkUrl(settings, address, rest.firstLink)}`;
    logger.log({ code: 'first_sign_in', message }, context);
  }
}

const linkUrl = ({ publicUrl }: Settings, address: AddressInfo, { token }: SignInLink): string =>
  (publicUrl ?? localUrl(address)) + pathOfLink(token);

const tokenSentence = ({ isNew, text, file }: AdminToken): string =>
  isNew ? `Admin token: ${text} (shown this once, kept in ${file})` : `The admin token is kept in ${file}`;

function announcementText({ settings, address, isEmbedded, adminToken, firstLink }: Announcement): string {
  const url = localUrl(address);
  const isServing = settings.role !== 'worker';
  const lines: readonly (readonly [string, string])[] = [
    ...(isServing ? [['API', `${url}/api/v1/`] as const, ['Swagger UI', `${url}/api/docs`] as const] : []),
    ['Health', `${url}/health/ready`],
    ...(isEmbedded ? [['Data', `${settings.dataDirectory} (embedded PostgreSQL)`] as const] : []),
    ...(adminToken ? [['Admin token', tokenText(adminToken)] as const] : []),
    ...(firstLink ? [['First sign-in', firstLinkText(linkUrl(settings, address, firstLink))] as const] : []),
    ['Settings', chosenSettings(settings)],
  ];
  const rows = lines.map(([name, value]) => `  ${name.padEnd(13)} ${value}`);
  return `\nDoorbell ${settings.version} listens on ${url}\n\n${rows.join('\n')}\n\n  Ctrl-C stops it.\n\n`;
}

const tokenText = ({ isNew, text, file }: AdminToken): string =>
  isNew ? `${text}\n${' '.repeat(16)}shown this once, kept in ${file}` : `kept in ${file}`;

const firstLinkText = (url: string): string =>
  `${url}\n${' '.repeat(16)}works once, within ${linkHours} hours; makes an administrator`;

/** Those of the environment; the others are at their defaults. */
function chosenSettings(settings: Settings): string {
  const chosen = Object.entries(describeSettings(settings)).filter(([name]) => process.env[name]?.trim());
  if (chosen.length === 0) return 'all at their defaults';
  return chosen.map(([name, value]) => `${name}=${String(value)}`).join(' ');
}
