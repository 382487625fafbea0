import { TextCatalog } from '@app/database';
import { maskUrl } from '@app/http-egress';
import type { SettledCall } from '@contracts/delivery';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { storedHeaders } from './request-headers.js';
import { ResponseHeaderTexts } from './response-headers.js';

const rememberedUrls = 10_000;
/** Characters of response headers that are remembered to have come once. */
const rememberedHeaders = 4_000_000;

interface Texts {
  readonly actionType: string;
  readonly action: string;
  readonly targetUrl: string;
  readonly requestHeaders: string;
  readonly responseHeaders: string;
  readonly dateOffset: number | null;
}

/** What a row of the log holds of a call's texts. */
export interface StoredTexts {
  readonly actionTypeId: number;
  readonly actionId: number;
  readonly targetUrlId: number;
  readonly requestHeadersId: number;
  /** Null: they stand in the row. */
  readonly responseHeadersId: number | null;
  /** Null: they are stored once for all. */
  readonly responseHeaders: string | null;
  readonly dateOffset: number | null;
}

/**
 * The texts of calls that repeat, stored once. A URL is masked once (3 µs) and not at each of its calls. Response
 * headers are stored once from the second time they come: of a receiver that numbers its answers, each stays in its row.
 */
@Injectable()
export class CallTexts {
  private readonly maskedUrls = new LRUCache<string, string>({ max: rememberedUrls });
  private readonly responses = new ResponseHeaderTexts();
  private readonly seen = new LRUCache<string, true>({
    maxSize: rememberedHeaders,
    sizeCalculation: (_seen, text) => text.length,
  });

  constructor(private readonly catalog: TextCatalog) {}

  /** In the order of the calls. */
  async store(calls: readonly SettledCall[]): Promise<readonly StoredTexts[]> {
    const texts = calls.map((call) => this.textsOf(call));
    const repeated = texts.map(({ responseHeaders }) => this.hasBeenSeen(responseHeaders));
    const ids = await this.catalog.idsOf(toCatalog(texts, repeated));
    return texts.map((text, index) => ({
      actionTypeId: ids.get(text.actionType)!,
      actionId: ids.get(text.action)!,
      targetUrlId: ids.get(text.targetUrl)!,
      requestHeadersId: ids.get(text.requestHeaders)!,
      responseHeadersId: repeated[index] ? ids.get(text.responseHeaders)! : null,
      responseHeaders: repeated[index] ? null : text.responseHeaders,
      dateOffset: text.dateOffset,
    }));
  }

  private textsOf({ notification, url, began, result }: SettledCall): Texts {
    const { text, dateOffset } = this.responses.stored(result.responseHeaders, began);
    return {
      actionType: notification.actionType,
      action: notification.action,
      targetUrl: this.masked(url),
      requestHeaders: storedHeaders(result.requestHeaders, notification.body),
      responseHeaders: text,
      dateOffset,
    };
  }

  private masked(url: string): string {
    const known = this.maskedUrls.get(url);
    if (known !== undefined) return known;
    const masked = maskUrl(url);
    this.maskedUrls.set(url, masked);
    return masked;
  }

  private hasBeenSeen(headers: string): boolean {
    if (this.seen.get(headers)) return true;
    this.seen.set(headers, true);
    return false;
  }
}

function* toCatalog(texts: readonly Texts[], repeated: readonly boolean[]): Iterable<string> {
  for (const [index, text] of texts.entries()) {
    yield text.actionType;
    yield text.action;
    yield text.targetUrl;
    yield text.requestHeaders;
    if (repeated[index]) yield text.responseHeaders;
  }
}
