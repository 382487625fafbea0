import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { ProbeModule } from './probe.module.js';

const probe = '/api/v1/probes/nowhere/';
const megabyte = 1024 * 1024;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describe('The order of checks', () => {
  let doorbell: Doorbell;
  let api: ApiClient;
  let token: string;

  const send = async ({
    method = 'PUT',
    path = probe,
    headers = {},
    body,
  }: Sent): Promise<[number, unknown]> => {
    const response = await fetch(doorbell.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    return [response.status, text === '' ? null : (JSON.parse(text) as unknown)];
  };

  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ProbeModule] });
    ({ api } = await doorbell.createOrganizer({ events: [] }));
    token = await doorbell.createToken('acmecorp', ['can_view_organizer']);
  });
  afterAll(async () => doorbell.stop());

  it('is 413, 406, 401, 403, 405, 404, 415, malformed, invalid: each shows once the ones before are mended', async () => {
    const authorization = `Token ${token}`;
    const huge = 'x'.repeat(4 * megabyte + 1);
    const organizer = '/api/v1/organizers/acmecorp/';
    expect((await send({ headers: { accept: 'text/html' }, body: huge }))[0]).toBe(413);
    expect(await send({ headers: { accept: 'text/html' }, body: '{' })).toEqual([
      406,
      { detail: 'Could not satisfy the request Accept header.' },
    ]);
    expect((await send({ body: '{' }))[0]).toBe(401);
    expect((await send({ path: '/api/v1/organizers/nobody/webhooks/', headers: { authorization } }))[0]).toBe(
      403,
    );
    expect(await send({ method: 'DELETE', headers: { authorization }, body: '{' })).toEqual([
      405,
      { detail: 'Method "DELETE" not allowed.' },
    ]);
    expect(await send({ headers: { authorization }, body: '{' })).toEqual([
      404,
      { detail: 'No Probe matches the given query.' },
    ]);
    const there = { path: '/api/v1/probes/there/', headers: { authorization } };
    expect(
      await send({ ...there, headers: { authorization, 'content-type': 'text/plain' }, body: '{' }),
    ).toEqual([415, { detail: 'Unsupported media type "text/plain" in request.' }]);
    const json = { authorization, 'content-type': 'application/json; charset=utf-8' };
    const [status, malformed] = await send({ ...there, headers: json, body: '{' });
    expect([status, malformed]).toEqual([
      400,
      { detail: expect.stringMatching(/^JSON parse error - /) as string },
    ]);
    expect(await send({ ...there, headers: json, body: '{"enabled":"x","nmae":1}' })).toEqual([
      400,
      { name: ['This field is required.'], enabled: ['Must be a valid boolean.'], nmae: ['Unknown field.'] },
    ]);
    expect(await send({ ...there, headers: json, body: '{"name":"x"}' })).toEqual([
      200,
      { probe: 'there', name: 'x' },
    ]);
    expect((await send({ method: 'GET', path: organizer, headers: { authorization } }))[0]).toBe(200);
  });

  it('takes an empty body as {} whatever its content type', async () => {
    const answer = await api.post('/api/v1/probes/', undefined, { 'content-type': 'text/plain' });
    expect([answer.status, answer.body]).toEqual([400, { name: ['This field is required.'] }]);
  });

  it.each([
    ['[]', { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
    ['null', { non_field_errors: ['Invalid data. Expected a dictionary, but got NoneType.'] }],
    ['"x"', { non_field_errors: ['Invalid data. Expected a dictionary, but got str.'] }],
  ])('refuses the body %s', async (body, expected) => {
    const headers = { authorization: `Token ${token}`, 'content-type': 'application/json' };
    expect(await send({ method: 'POST', path: '/api/v1/probes/', headers, body })).toEqual([400, expected]);
  });

  it('serves HEAD as GET without a body, and OPTIONS with what is allowed', async () => {
    const headers = { authorization: `Token ${token}` };
    expect(await send({ method: 'HEAD', path: '/api/v1/probes', headers })).toEqual([200, null]);
    const options = await fetch(`${doorbell.url}/api/v1/probes/`, { method: 'OPTIONS', headers });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
    const refused = await fetch(`${doorbell.url}/api/v1/probes/`, { method: 'PATCH', headers });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
  });

  it('is the same resource with and without the slash, and Not found. elsewhere', async () => {
    const headers = { authorization: `Bearer ${token}` };
    expect((await send({ method: 'GET', path: '/api/v1/probes', headers }))[0]).toBe(200);
    expect((await send({ method: 'GET', path: '/api/v1/probes/', headers }))[0]).toBe(200);
    for (const path of [
      '/api/v1/nothing/',
      '/api/nothing',
      '/api/v1/organizers/acmecorp/nothing/1/',
      '/api/%zz',
    ]) {
      expect(await send({ method: 'GET', path, headers })).toEqual([404, { detail: 'Not found.' }]);
    }
  });

  it('answers what nobody foresaw with an opaque 500 and the id it is logged under', async () => {
    const headers = { authorization: `Token ${token}` };
    const [status, body] = await send({ method: 'POST', path: '/api/v1/probes/failures/500', headers });
    expect(status).toBe(500);
    expect(body).toEqual({
      detail: 'Internal server error.',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });
});
