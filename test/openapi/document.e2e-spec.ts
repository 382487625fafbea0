import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

interface Answer {
  readonly description?: string;
  readonly content?: {
    readonly 'application/json'?: { readonly schema?: unknown; readonly example?: unknown };
  };
}
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly requestBody?: Pick<Answer, 'content'>;
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Schema {
  readonly properties?: Readonly<Record<string, { readonly description?: string; readonly $ref?: string }>>;
}
interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
}

/** A method name of a generated client. */
const methodName = /^[a-z]+([A-Z][a-z0-9]+)+$/;

describe('The OpenAPI document', () => {
  let doorbell: Doorbell;
  let document: Document;
  let operations: readonly (readonly [string, Operation])[];

  beforeAll(async () => {
    doorbell = await startDoorbell({ settings: { version: manifest.version } });
    const response = await fetch(`${doorbell.url}/api/openapi.json`);
    document = (await response.json()) as Document;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method} ${path}`, operation] as const),
    );
  });
  afterAll(async () => doorbell.stop());

  it('is committed as openapi.json (npm run openapi writes it)', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../openapi.json');
  });

  it('is version 3.1, without a trace of 3.0', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('names every operation well, and once', () => {
    const ids = operations.map(([, { operationId }]) => operationId ?? '');
    expect(ids.filter((id) => !methodName.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives every operation a summary, a known tag, and an example of its answers and of its body', () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    expect(tags.size).toBe(document.tags.length);
    const faults = operations.flatMap(([name, { summary, tags: own = [], requestBody, responses }]) => {
      const bodies = Object.entries({ ...responses, body: requestBody ?? {} });
      const bare = bodies.filter(([, { content }]) => {
        const media = content?.['application/json'];
        return media?.schema !== undefined && media.example === undefined;
      });
      const unnamed =
        summary && own.length > 0 && own.every((tag) => tags.has(tag)) ? [] : ['summary or tag'];
      return [...bare.map(([part]) => `example of ${part}`), ...unnamed].map((part) => `${name}: ${part}`);
    });
    expect(faults).toEqual([]);
  });

  it('lists the errors of every operation with their shape', () => {
    const always = ['401', '403', '406', '429', '500', '503'];
    const inApi = operations.filter(([name]) => name.includes(' /api/'));
    const faults = inApi.flatMap(([name, { responses }]) => {
      const errors = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      const shapeless = errors.filter(
        ([, { content, description }]) => !description || !content?.['application/json']?.schema,
      );
      const missing = always.filter((status) => !(status in responses));
      return [...shapeless.map(([status]) => status), ...missing].map((status) => `${name}: ${status}`);
    });
    expect(faults).toEqual([]);
  });

  it('describes every parameter and every field', () => {
    const parameters = operations.flatMap(([name, { parameters: own = [] }]) =>
      own.filter(({ description }) => !description).map((parameter) => `${name}: ${parameter.name}`),
    );
    const fields = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { description }]) => !description)
        .map(([field]) => `${name}: ${field}`),
    );
    expect([...parameters, ...fields]).toEqual([]);
  });

  it('describes the requests that receivers get, one for each action type', () => {
    expect(Object.keys(document.webhooks)).toHaveLength(46);
    const placed = document.webhooks['pretix.event.order.placed']!.post;
    expect(placed.requestBody?.content?.['application/json']?.example).toEqual({
      notification_id: 0,
      organizer: 'acmecorp',
      event: 'democon',
      code: 'ABC23',
      action: 'pretix.event.order.placed',
    });
  });

  it('is shown by Swagger UI', async () => {
    const page = await fetch(`${doorbell.url}/api/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(await page.text()).toContain('swagger-ui');
  });
});
