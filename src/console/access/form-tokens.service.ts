import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { parse } from 'cookie';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings.js';
import type { ConsoleRequest } from '../serving/console-request.js';

const cookieName = 'doorbell_visitor';
const nonceBytes = 16;
const purpose = 'doorbell console forms';

/**
 * The secret in every form. It is of the session, or, before somebody has signed in, of a cookie: a page elsewhere can
 * know neither. Each page has another one, so that its length when compressed tells nothing.
 */
@Injectable()
export class FormTokens {
  private readonly keys: readonly Buffer[];
  private readonly isSecure: boolean;

  constructor(@Inject(Settings) { secretKeys, publicUrl }: Settings) {
    this.keys = secretKeys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32)));
    this.isSecure = publicUrl?.startsWith('https:') ?? false;
  }

  /** For the forms of the page that answers `request`. */
  issue(request: ConsoleRequest, reply: FastifyReply): string {
    const owner = ownerOf(request) ?? this.newVisitor(reply);
    const nonce = randomBytes(nonceBytes);
    return Buffer.concat([nonce, macOf(this.keys[0]!, owner, nonce)]).toString('base64url');
  }

  /** Whether it was issued to whom `request` comes from. */
  isValid(token: string, request: ConsoleRequest): boolean {
    const owner = ownerOf(request);
    if (owner === undefined) return false;
    const bytes = Buffer.from(token, 'base64url');
    const [nonce, mac] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes)];
    return this.keys.some((key) => {
      const expected = macOf(key, owner, nonce);
      return expected.length === mac.length && timingSafeEqual(expected, mac);
    });
  }

  private newVisitor(reply: FastifyReply): string {
    const visitor = randomBytes(nonceBytes).toString('base64url');
    const secure = this.isSecure ? '; Secure' : '';
    void reply.header(
      'set-cookie',
      `${cookieName}=${visitor}; Path=/console; HttpOnly; SameSite=Strict${secure}`,
    );
    return `visitor ${visitor}`;
  }
}

function ownerOf(request: ConsoleRequest): string | undefined {
  if (request.session) return `session ${request.session.formKey}`;
  const visitor = parse(request.headers.cookie ?? '')[cookieName];
  return visitor === undefined ? undefined : `visitor ${visitor}`;
}

const macOf = (key: Buffer, owner: string, nonce: Buffer): Buffer =>
  createHmac('sha256', key).update(nonce).update(owner).digest();
