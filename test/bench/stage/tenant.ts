import { ApiClient } from '../../setup/api-client.js';
import { expected, TestOrganizer } from '../../setup/organizer.js';
import { adminToken } from './doorbell.js';

export const slug = 'acmecorp';
const event = 'democon';
const permissions = ['can_view_organizer', 'can_change_organizer_settings', 'can_send_notifications'];

/** An organizer with one event, spoken to with a token of its own. */
export async function createTenant(url: string, name = slug): Promise<TestOrganizer> {
  const admin = new ApiClient(url, adminToken);
  const path = `/api/v1/organizers/${name}`;
  expected(201, await admin.post('/api/v1/organizers/', { name, slug: name }));
  expected(201, await admin.post(`${path}/events/`, { name: event, slug: event }));
  const { token } = expected(
    201,
    await admin.post<{ token: string }>(`${path}/tokens/`, { name: 'bench', permissions }),
  );
  return new TestOrganizer(0, name, new ApiClient(url, token));
}
