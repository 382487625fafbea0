import { administrator, type Permission, permissions, type RequiredPermission } from '@app/access';
import type { Receiver } from '@app/testing';
import type { Invited, Member, Person } from '@contracts/organizers';
import { peopleOf, signInByLink, signInFirst } from '../../setup/browser.js';
import type { ApiClient, Doorbell, TestOrganizer } from '../../setup/doorbell.js';
import { ConsoleBrowser } from '../console-browser.js';

/** What an action is done to: what stands in the place of `:name` in paths, and what else its fields need. */
export type Subject = Readonly<Record<string, string>>;

export interface AuditEntryRow {
  readonly actor_type: string;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}

/** What an action could change. */
const watched = {
  organizers: '*',
  events: '*',
  webhooks: '*',
  person_roles: '*',
  sign_in_links: '*',
  operations: '*',
  audit_entries: '*',
  tokens: 'id, organizer_id, name, permissions, revoked',
  people: 'id, email, name, is_administrator',
  sessions: 'person_id',
  owed: 'id, webhook_id, round, attempt, due',
  calls: 'id',
} as const;

/** An organizer with people and tokens who may do one thing, or all but one. */
export class TwinGround {
  private readonly browsers = new Map<string, ConsoleBrowser>();
  private readonly clients = new Map<string, ApiClient>();
  private count = 0;

  constructor(
    readonly doorbell: Doorbell,
    readonly organizer: TestOrganizer,
    private readonly receiver: Receiver,
  ) {}

  /** Somebody who may do this, and nothing else. */
  async browserThat(may: RequiredPermission): Promise<ConsoleBrowser> {
    if (may === 'public') return new ConsoleBrowser(this.doorbell.url);
    if (may === 'authenticated') return this.join(['can_view_organizer']);
    return this.browserOf(may, may === 'admin' ? undefined : [may]);
  }

  /** Somebody who may do everything else; where there is nobody like that, somebody who has not signed in. */
  async browserWithout(needed: RequiredPermission): Promise<ConsoleBrowser> {
    if (needed === 'authenticated') return new ConsoleBrowser(this.doorbell.url);
    return this.browserOf(`without ${needed}`, allBut(needed));
  }

  async clientThat(may: RequiredPermission): Promise<ApiClient> {
    return this.clientOf(may, may === 'admin' ? undefined : [may as Permission]);
  }

  async clientWithout(needed: RequiredPermission): Promise<ApiClient> {
    return this.clientOf(`without ${needed}`, allBut(needed));
  }

  /** `{name}1`, another one each time. */
  newName(name: string): string {
    this.count += 1;
    return `${name}${this.count}`;
  }

  async invite(held: readonly Permission[]): Promise<Invited<Member>> {
    const name = this.newName('person');
    const invitation = { email: `${name}@example.org`, name, permissions: held };
    return peopleOf(this.doorbell).invite(this.organizer, invitation, administrator);
  }

  async inviteAdministrator(): Promise<Person> {
    const name = this.newName('admin');
    const invitation = { email: `${name}@example.org`, name };
    return (await peopleOf(this.doorbell).inviteAdministrator(invitation, administrator)).person;
  }

  /** Gives whoever it is for a password. */
  async useLink(token: string): Promise<void> {
    await signInByLink(this.doorbell, token);
  }

  /** For paid orders, of which none is recorded. */
  async webhook(): Promise<Subject> {
    const url = `https://example.org/${this.newName('hook')}`;
    const fields = { target_url: url, action_types: ['pretix.event.order.paid'] };
    const { id } = await this.organizer.createWebhook(fields);
    return { id: String(id), url };
  }

  /** A webhook of an event of its own, with one delivery that has failed once and waits. */
  async failing(): Promise<Subject> {
    const event = this.newName('event');
    await this.organizer.createEvent(event);
    const { id } = await this.organizer.createWebhook({
      target_url: `${this.receiver.url}500`,
      limit_events: [event],
    });
    await this.organizer.record({ event });
    await this.doorbell.untilAllWait();
    const [call] = await this.organizer.calls(id);
    const numbers = { call: call!.id, delivery: call!.delivery!, notification: call!.notification_id };
    const ids = Object.entries({ id, ...numbers }).map(([name, number]) => [name, String(number)]);
    return Object.fromEntries(ids) as Subject;
  }

  /** Newest last, those after this id. */
  async entriesAfter(id: string): Promise<readonly AuditEntryRow[]> {
    return this.doorbell.query<AuditEntryRow>(
      `SELECT actor_type, action, object_type, object_id, changes FROM audit_entries WHERE id > $1 ORDER BY id`,
      [id],
    );
  }

  async lastEntry(): Promise<string> {
    const [row] = await this.doorbell.query<{ id: string }>(
      'SELECT coalesce(max(id), 0) AS id FROM audit_entries',
    );
    return row!.id;
  }

  /** Another one when an action has changed something. */
  async fingerprint(): Promise<object> {
    const sums = Object.entries(watched).map(
      ([table, columns]) =>
        `(SELECT md5(coalesce(string_agg(r::text, ',' ORDER BY r::text), '')) FROM (SELECT ${columns} FROM ${table}) r) AS ${table}`,
    );
    const [row] = await this.doorbell.query<object>(`SELECT ${sums.join(', ')}`);
    return row!;
  }

  private async browserOf(key: string, held: readonly Permission[] | undefined): Promise<ConsoleBrowser> {
    const browser = this.browsers.get(key) ?? (held ? await this.join(held) : await this.first());
    this.browsers.set(key, browser);
    return browser;
  }

  private async clientOf(key: string, held: readonly Permission[] | undefined): Promise<ApiClient> {
    const client = this.clients.get(key) ?? (held ? await this.token(held) : this.doorbell.admin);
    this.clients.set(key, client);
    return client;
  }

  private async token(held: readonly Permission[]): Promise<ApiClient> {
    return this.doorbell.client(await this.doorbell.createToken(this.organizer.slug, held));
  }

  private async first(): Promise<ConsoleBrowser> {
    const { cookieHeader } = await signInFirst(this.doorbell);
    return new ConsoleBrowser(this.doorbell.url).keep(cookieHeader!);
  }

  private async join(held: readonly Permission[]): Promise<ConsoleBrowser> {
    const { link } = await this.invite(held);
    const { cookieHeader } = await signInByLink(this.doorbell, link!.token);
    return new ConsoleBrowser(this.doorbell.url).keep(cookieHeader!);
  }
}

const allBut = (needed: RequiredPermission): readonly Permission[] =>
  permissions.filter((permission) => permission !== needed);
