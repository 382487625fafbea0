import { Inject, Injectable } from '@nestjs/common';
import { parse, serialize } from 'cookie';
import { Settings } from '../../config/settings.js';

const plainName = 'doorbell_session';

/**
 * The cookie of a session. Over https it is `__Host-…`: no other host of the domain can set it, and it never travels in
 * the clear. That wants the path `/`; the API does not look at cookies.
 */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(@Inject(Settings) { publicUrl }: Pick<Settings, 'publicUrl'>) {
    this.secure = publicUrl?.startsWith('https:') ?? false;
    this.name = this.secure ? `__Host-${plainName}` : plainName;
  }

  /** The secret in a `Cookie` header. */
  read(header: string | undefined): string | undefined {
    return header === undefined ? undefined : parse(header)[this.name];
  }

  /** The `Set-Cookie` header that carries the secret. */
  carrying(secret: string, maxAgeSeconds: number): string {
    return this.header(secret, maxAgeSeconds);
  }

  /** The `Set-Cookie` header that ends it. */
  ended(): string {
    return this.header('', 0);
  }

  private header(value: string, maxAge: number): string {
    const { name, secure } = this;
    return serialize(name, value, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge });
  }
}
