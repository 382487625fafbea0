import { isIP } from 'node:net';
import { AddressFilter } from '@app/http-egress';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import type { Texts } from '../../texts/en.js';

export type UrlHint = keyof Texts['webhooks']['form']['warnings'];

const privateNames = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/;
const mask = '***';

/** What people should know about a target URL before they save it. Nothing of it keeps them from doing so. */
@Injectable()
export class UrlHints {
  private readonly filter: AddressFilter;

  constructor(@Inject(Settings) private readonly settings: Settings) {
    this.filter = new AddressFilter(settings.allowedTargets);
  }

  of(text: string): readonly UrlHint[] {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return [];
    const url = new URL(text);
    const hints: UrlHint[] = [];
    if (url.protocol === 'http:') hints.push(this.settings.requireHttps ? 'httpRequired' : 'http');
    if ((url.username || url.password) && url.username !== mask) hints.push('credentials');
    if (this.isPrivate(url.hostname)) hints.push('private');
    return hints;
  }

  /** As far as the name alone tells; what it leads to is only known when it is called. */
  private isPrivate(hostname: string): boolean {
    const address = hostname.replace(/^\[|\]$/g, '');
    return isIP(address) === 0 ? privateNames.test(hostname) : this.filter.isForbidden(address);
  }
}
