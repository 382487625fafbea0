import { type Receiver, startReceiver } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import document from '../../openapi.json' with { type: 'json' };
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { OpenApiContract } from '../setup/openapi-contract.js';

const organizer = '/api/v1/organizers/acmecorp';

/** The examples of the document are what is sent: they must work as they stand. */
function exampleOf(operationId: string): Record<string, unknown> {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item) as Example[]);
  const found = operations.find((operation) => operation.operationId === operationId);
  const example = found?.requestBody?.content['application/json'].example;
  if (!example) throw new Error(`openapi.json has no example of the body of ${operationId}.`);
  return example;
}
interface Example {
  readonly operationId: string;
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly example?: Record<string, unknown> } };
  };
}

describe('The OpenAPI document and the running application', () => {
  const contract = OpenApiContract.read();
  const exercised = new Set<string>();
  let doorbell: Doorbell;
  let receiver: Receiver;

  beforeAll(async () => {
    doorbell = await startDoorbell();
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await doorbell.stop();
    await receiver.close();
  });

  /** @returns the body, once the status is the expected one and the answer fits the document. */
  async function run<Body = Record<string, unknown>>(
    method: string,
    path: string,
    status: number,
    body?: unknown,
  ): Promise<Body> {
    const answer = await doorbell.admin.send<Body>(method, path, { body });
    expect([method, path, answer.status, answer.status === status ? '' : answer.text]).toEqual([
      method,
      path,
      status,
      '',
    ]);
    const operation = contract.check(method, path, answer.status, answer.body);
    if (operation === undefined) throw new Error(`${method} ${path} is not in openapi.json.`);
    exercised.add(operation);
    return answer.body;
  }

  async function organizersAndEvents(): Promise<void> {
    await run('GET', '/health/live', 200);
    await run('GET', '/health/ready', 200);
    await run('POST', '/api/v1/organizers/', 201, exampleOf('createOrganizer'));
    await run('GET', '/api/v1/organizers/', 200);
    await run('GET', `${organizer}/`, 200);
    await run('PUT', `${organizer}/`, 200, exampleOf('replaceOrganizer'));
    await run('PATCH', `${organizer}/`, 200, exampleOf('updateOrganizer'));
    const token = await run<{ id: number }>('POST', `${organizer}/tokens/`, 201, exampleOf('createToken'));
    await run('GET', `${organizer}/tokens/`, 200);
    await run('GET', `${organizer}/tokens/${token.id}/`, 200);
    await run('DELETE', `${organizer}/tokens/${token.id}/`, 204);
    await run('POST', `${organizer}/events/`, 201, exampleOf('createEvent'));
    await run('GET', `${organizer}/events/`, 200);
    await run('GET', `${organizer}/events/democon/`, 200);
    await run('PUT', `${organizer}/events/democon/`, 200, exampleOf('replaceEvent'));
    await run('PATCH', `${organizer}/events/democon/`, 200, exampleOf('updateEvent'));
    await run('GET', `${organizer}/actiontypes/`, 200);
  }

  async function webhooksAndNotifications(): Promise<string> {
    const target = { target_url: `${receiver.url}/hook` };
    const { id } = await run<{ id: number }>('POST', `${organizer}/webhooks/`, 201, {
      ...exampleOf('createWebhook'),
      ...target,
    });
    const webhook = `${organizer}/webhooks/${id}`;
    await run('GET', `${organizer}/webhooks/`, 200);
    await run('GET', `${webhook}/`, 200);
    await run('PUT', `${webhook}/`, 200, { ...exampleOf('replaceWebhook'), ...target });
    await run('PATCH', `${webhook}/`, 200, { ...exampleOf('updateWebhook'), ...target });
    await run('POST', `${webhook}/test/`, 200, exampleOf('testWebhook'));
    await run('POST', `${organizer}/notifications/batch/`, 201, exampleOf('recordNotifications'));
    const single = { ...exampleOf('recordNotification'), idempotency_key: 'another' };
    const { notification_id } = await run<{ notification_id: number }>(
      'POST',
      `${organizer}/notifications/`,
      201,
      single,
    );
    await run('POST', `${organizer}/notifications/`, 200, single);
    await run('GET', `${organizer}/notifications/`, 200);
    await run('GET', `${organizer}/notifications/${notification_id}/`, 200);
    return webhook;
  }

  async function deliveriesAndCalls(webhook: string): Promise<void> {
    await doorbell.untilNothingIsOwed();
    const deliveries = await run<{ results: { id: number }[] }>('GET', `${webhook}/deliveries/`, 200);
    const [delivery] = deliveries.results;
    await run('GET', `${webhook}/deliveries/${delivery!.id}/`, 200);
    await run('POST', `${webhook}/deliveries/${delivery!.id}/resend/`, 202);
    await run('POST', `${webhook}/resend/`, 202, exampleOf('resendDeliveries'));
    await run('POST', `${webhook}/expedite/`, 200);
    await run('POST', `${webhook}/drop/`, 200);
    const calls = await run<{ results: { id: number }[] }>('GET', `${webhook}/calls/`, 200);
    await run('GET', `${webhook}/calls/${calls.results[0]!.id}/`, 200);
    await run('GET', `${organizer}/calls/`, 200);
    await run('GET', `${webhook}/stats/`, 200);
  }

  async function endings(webhook: string): Promise<void> {
    await run('DELETE', `${webhook}/`, 204);
    await run('DELETE', `${organizer}/events/democon/`, 204);
    await run('GET', `${organizer}/auditlog/`, 200);
    await run('GET', '/api/v1/idempotency_query?key=never', 404);
    await run('DELETE', `${organizer}/`, 204);
  }

  it('14. Every operation of the OpenAPI document is exercised, and every answer fits it.', async () => {
    await organizersAndEvents();
    const webhook = await webhooksAndNotifications();
    await deliveriesAndCalls(webhook);
    await endings(webhook);
    expect([...exercised].toSorted()).toEqual([...contract.operationIds].toSorted());
  });

  it('is held against every answer of the other tests, too', async () => {
    expect(() => contract.check('GET', '/api/v1/organizers/', 200, { results: 'wrong' })).toThrow(
      /does not fit/,
    );
    expect(() => contract.check('GET', '/api/v1/organizers/', 299, {})).toThrow(/does not list/);
  });
});
