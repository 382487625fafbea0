import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json'?: { readonly example?: unknown } };
  };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description?: string;
        readonly content?: {
          readonly 'application/json'?: { readonly schema?: unknown; readonly example?: unknown };
        };
      }
    >
  >;
}
interface Schema {
  readonly properties?: Readonly<Record<string, { readonly description?: string; readonly $ref?: string }>>;
}
interface Document {
  readonly openapi: string;
  readonly info: object;
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
    doorbell = await startDoorbell();
    const response = await fetch(`${doorbell.url}/api/openapi.json`);
    document = (await response.json()) as Document;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method} ${path}`, operation] as const),
    );
  });
  afterAll(async () => doorbell.stop());

  it('is committed as openapi.json (npm run openapi writes it)', async () => {
    const published = { ...document, info: { ...document.info, version: 'the package version' } };
    await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot('../../openapi.json');
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

  it('gives every operation a summary, a known tag, and an example of its answer and of its body', () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const [name, { summary, tags: own = [], requestBody, responses }] of operations) {
      expect(summary, name).toBeTruthy();
      expect(own.length > 0 && own.every((tag) => tags.has(tag)), `${name}: ${own.join()}`).toBe(true);
      const body = requestBody?.content['application/json'];
      if (body) expect(body.example, name).toBeDefined();
      for (const [status, { content }] of Object.entries(responses)) {
        const media = content?.['application/json'];
        if (media?.schema) expect(media.example, `${name} ${status}`).toBeDefined();
      }
    }
  });

  it('lists the errors of every operation with their shape', () => {
    for (const [name, { responses }] of operations) {
      expect(Object.keys(responses), name).toEqual(
        expect.arrayContaining(['401', '403', '406', '500', '503']),
      );
      const errors = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      for (const [status, { content, description }] of errors) {
        expect(content?.['application/json']?.schema, `${name} ${status}`).toBeDefined();
        expect(description, `${name} ${status}`).toBeTruthy();
      }
    }
  });

  it('describes every parameter and every field', () => {
    for (const [name, { parameters = [] }] of operations) {
      const plain = parameters.filter(({ description }) => !description).map((parameter) => parameter.name);
      expect(plain, name).toEqual([]);
    }
    const own = Object.entries(document.components.schemas).filter(
      ([name]) => !/^(FieldErrors|ValidationErrors)$/.test(name),
    );
    for (const [name, { properties = {} }] of own) {
      const plain = Object.entries(properties).filter(([, { description }]) => !description);
      expect(
        plain.map(([field]) => field),
        name,
      ).toEqual([]);
    }
  });

  it('describes the requests that receivers get, one for each action type', () => {
    expect(Object.keys(document.webhooks)).toHaveLength(46);
    const placed = document.webhooks['pretix.event.order.placed']!.post;
    expect(placed.requestBody?.content['application/json']?.example).toEqual({
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
