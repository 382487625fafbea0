import { ReceiverHealthReader } from '@contracts/logs';
import { type FoundWebhooks, WebhookOverview } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { TypeWordsService } from '../../texts/type-words.service.js';
import { stateOf, type WebhookState } from '../webhook-state.js';
import { pageSize } from './webhook-row.js';

export interface WebhookQuery {
  readonly organizerId: number;
  /** Found in the masked URL, in the names and labels of types, in events and in the comment; in any case. */
  readonly search: string;
  readonly state: WebhookState | undefined;
  /** Only those with larger ids. */
  readonly after: number;
}

/** Looked through at once, where most of them may not be what is looked for. */
const readAtOnce = 1_000;
/** So that a page stays quick where an organizer has a hundred thousand. */
const mostRead = 5_000;

/** Finds the webhooks of a page. */
@Injectable()
export class WebhookSearchService {
  constructor(
    private readonly types: TypeWordsService,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(ReceiverHealthReader) private readonly health: ReceiverHealthReader,
  ) {}

  /** As many as a page shows, or fewer. */
  async find({ organizerId, search: text, state, after }: WebhookQuery): Promise<FoundWebhooks> {
    const isSelective = text !== '' || state !== undefined;
    const limit = isSelective ? readAtOnce : pageSize + 1;
    const wanted = { limit, text, actionTypes: this.types.namesLike(text), ...enabledOf(state) };
    const ids: number[] = [];
    let next: number | undefined = after;
    for (let read = 0; next !== undefined && read < mostRead && ids.length <= pageSize; read += limit) {
      const found: FoundWebhooks = await this.webhooks.search(organizerId, { ...wanted, after: next });
      ids.push(...(await this.thoseIn(state, found.ids)));
      next = found.next;
    }
    if (ids.length <= pageSize) return { ids, next };
    return { ids: ids.slice(0, pageSize), next: ids[pageSize - 1] };
  }

  private async thoseIn(state: WebhookState | undefined, ids: readonly number[]): Promise<readonly number[]> {
    if (state === undefined || state === 'disabled') return ids;
    const lastCalls = await this.health.lastCalls(ids);
    return ids.filter((id) => stateOf({ enabled: true }, { lastCall: lastCalls.get(id) ?? null }) === state);
  }
}

const enabledOf = (state: WebhookState | undefined): { readonly enabled?: boolean } =>
  state === undefined ? {} : { enabled: state !== 'disabled' };
