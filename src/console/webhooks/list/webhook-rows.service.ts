import { RetryBacklogs } from '@contracts/delivery';
import { ReceiverHealthReader } from '@contracts/logs';
import { ChangeAuthors } from '@contracts/organizers';
import { WebhookOverview, type WebhookSummary } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import { TypeWordsService } from '../../texts/type-words.service.js';
import { stateOf, type WebhookState } from '../webhook-state.js';
import { pageSize, type WebhookRow } from './webhook-row.js';

export interface WebhookRowsQuery {
  readonly organizerId: number;
  /** Found in the masked URL, in the names and labels of types, in events and in the comment; in any case. */
  readonly search: string;
  readonly state: WebhookState | undefined;
  /** Only those with larger ids. */
  readonly after: number;
}

export interface WebhookRows {
  readonly rows: readonly WebhookRow[];
  /** Where to go on; undefined at the end. */
  readonly next: number | undefined;
}

/** Read at once, where most of them may not be what is looked for. URLs are sealed: only we can search in them. */
const readAtOnce = 500;
/** So that a page stays quick where an organizer has a hundred thousand. */
const mostRead = 5_000;

/** Webhooks of an organizer with how they do. However many are shown, it takes the same few statements. */
@Injectable()
export class WebhookRowsService {
  constructor(
    private readonly types: TypeWordsService,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
    @Inject(ReceiverHealthReader) private readonly health: ReceiverHealthReader,
    @Inject(RetryBacklogs) private readonly backlogs: RetryBacklogs,
    @Inject(ChangeAuthors) private readonly authors: ChangeAuthors,
  ) {}

  async find(query: WebhookRowsQuery): Promise<WebhookRows> {
    const rows: WebhookRow[] = [];
    const isSelective = query.search !== '' || query.state !== undefined;
    const limit = isSelective ? readAtOnce : pageSize;
    let after = query.after;
    for (let read = 0; read < mostRead && rows.length < pageSize; read += limit) {
      const webhooks = await this.webhooks.list(query.organizerId, {
        after,
        limit,
        ...enabledOf(query.state),
      });
      rows.push(...(await this.rowsOf(webhooks, query)));
      if (webhooks.length < limit) return part(rows, undefined);
      after = webhooks.at(-1)!.id;
    }
    return part(rows, after);
  }

  /** One of them. @throws NotFound('WebHook') */
  async require(organizerId: number, webhookId: number): Promise<WebhookRow> {
    const webhook = await this.webhooks.require(organizerId, webhookId);
    const all = { organizerId, search: '', state: undefined, after: 0 };
    const [row] = await this.rowsOf([webhook], all);
    return row!;
  }

  private async rowsOf(
    webhooks: readonly WebhookSummary[],
    { organizerId, search, state }: WebhookRowsQuery,
  ): Promise<readonly WebhookRow[]> {
    const found = webhooks.filter((webhook) => this.holds(webhook, search));
    const ids = found.map(({ id }) => id);
    const [health, backlogs, authors] = await Promise.all([
      this.health.of(ids),
      this.backlogs.of(ids),
      this.authors.find(organizerId, found.flatMap(toDisabling)),
    ]);
    const rows = found.map((webhook) => ({
      webhook,
      health: health.get(webhook.id)!,
      state: stateOf(webhook, health.get(webhook.id)!),
      backlog: backlogs.get(webhook.id),
      disabledBy: authors.get(String(webhook.id)),
    }));
    return state === undefined ? rows : rows.filter((row) => row.state === state);
  }

  private holds(webhook: WebhookSummary, search: string): boolean {
    if (search === '') return true;
    const { shownUrl, comment, limitEvents, actionTypes } = webhook;
    const labels = actionTypes.flatMap((name) => this.types.labelsOf(name));
    const texts = [shownUrl ?? '', comment ?? '', ...limitEvents, ...actionTypes, ...labels];
    return texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
  }
}

const enabledOf = (state: WebhookState | undefined): { readonly enabled?: boolean } =>
  state === undefined ? {} : { enabled: state !== 'disabled' };

function part(rows: readonly WebhookRow[], after: number | undefined): WebhookRows {
  const shown = rows.slice(0, pageSize);
  return { rows: shown, next: rows.length > pageSize ? shown.at(-1)!.webhook.id : after };
}

function toDisabling({ id, disabledAt }: WebhookSummary) {
  return disabledAt === null
    ? []
    : [{ object: { type: 'webhook', id }, field: 'enabled', at: disabledAt } as const];
}
