import { type Doorbell, expected, type TestOrganizer } from '../../setup/doorbell.js';
import type { DocumentedOperation } from '../documented-operations.js';

/** What stands in a path. */
type Objects = Readonly<Record<string, string>>;

/** One of each thing that a path can name, made anew where the operation would take it away. */
export class FuzzGround {
  private made = 0;

  private constructor(
    private readonly doorbell: Doorbell,
    private readonly organizer: TestOrganizer,
    private readonly target: string,
    private readonly objects: Objects,
  ) {}

  static async prepare(doorbell: Doorbell, target: string): Promise<FuzzGround> {
    const organizer = await doorbell.createOrganizer();
    const webhook = await organizer.createWebhook({ target_url: target });
    const { notification_id } = await organizer.record();
    await doorbell.untilNothingIsOwed();
    const [call] = await organizer.calls(webhook.id);
    return new FuzzGround(doorbell, organizer, target, {
      organizer: organizer.slug,
      event: 'democon',
      id: String(webhook.id),
      notification: String(notification_id),
      call: String(call!.id),
      delivery: String(call!.delivery!),
    });
  }

  /** Organizers are the administrator's. */
  tokenFor({ id }: DocumentedOperation): string {
    return id.endsWith('Organizer') && id !== 'getOrganizer'
      ? this.doorbell.settings.adminToken
      : this.organizer.token;
  }

  async objectsFor({ method, path }: DocumentedOperation): Promise<Objects> {
    const { objects } = this;
    if (path.endsWith('{token}')) return { ...objects, token: await this.makeToken() };
    if (method !== 'DELETE') return objects;
    if (path.endsWith('{organizer}')) return { organizer: await this.makeOrganizer() };
    if (path.endsWith('{event}')) return { ...objects, event: await this.makeEvent() };
    const webhook = await this.organizer.createWebhook({ target_url: this.target, enabled: false });
    return { ...objects, id: String(webhook.id) };
  }

  private async makeToken(): Promise<string> {
    const fields = { name: 'short-lived', permissions: [] };
    const answer = await this.organizer.api.post<{ id: number }>(`${this.organizer.path}/tokens/`, fields);
    return String(expected(201, answer).id);
  }

  private async makeOrganizer(): Promise<string> {
    const slug = `short-lived-${(this.made += 1)}`;
    expected(201, await this.doorbell.admin.post('/api/v1/organizers/', { name: slug, slug }));
    return slug;
  }

  private async makeEvent(): Promise<string> {
    const slug = `short-lived-${(this.made += 1)}`;
    expected(201, await this.organizer.api.post(`${this.organizer.path}/events/`, { name: slug, slug }));
    return slug;
  }
}
