import { LRUCache } from 'lru-cache';
import { basicAuthorization, secretsOf } from './readable-response.js';

/** A URL taken apart: what each call of it needs. */
export interface Target {
  readonly origin: string;
  /** With the query, without the fragment, which is not sent. */
  readonly path: string;
  /** Of every request, but for the length of its body. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a receiver might echo and the log must not show. */
  readonly secrets: readonly string[];
}

const remembered = 10_000;

/** Takes a URL apart once, not for each call. */
export class TargetMemory {
  private readonly targets = new LRUCache<string, Target>({ max: remembered });

  constructor(private readonly userAgent: string) {}

  of(url: string): Target {
    let target = this.targets.get(url);
    if (!target) this.targets.set(url, (target = this.takeApart(new URL(url))));
    return target;
  }

  private takeApart(url: URL): Target {
    const authorization = basicAuthorization(url);
    return {
      origin: url.origin,
      path: url.pathname + url.search,
      headers: {
        'content-type': 'application/json',
        'user-agent': this.userAgent,
        accept: '*/*',
        ...(authorization ? { authorization } : {}),
      },
      secrets: secretsOf(url),
    };
  }
}
