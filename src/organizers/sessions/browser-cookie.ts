import { parse, serialize } from 'cookie';

/**
 * A cookie that no script can read. Over https it is `__Host-…`: no other host of the domain can set it, and it never
 * travels in the clear. That wants the path `/`; the API does not look at cookies.
 */
export class BrowserCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(plainName: string, publicUrl: string | undefined) {
    this.secure = publicUrl?.startsWith('https:') ?? false;
    this.name = this.secure ? `__Host-${plainName}` : plainName;
  }

  /** The value in a `Cookie` header. */
  read(header: string | undefined): string | undefined {
    return header === undefined ? undefined : parse(header)[this.name];
  }

  /** The `Set-Cookie` header that carries the value. */
  carrying(value: string, maxAgeSeconds: number): string {
    const { name, secure } = this;
    return serialize(name, value, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: maxAgeSeconds,
    });
  }

  /** The `Set-Cookie` header that ends it. */
  ended(): string {
    return this.carrying('', 0);
  }
}
