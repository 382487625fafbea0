import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Media {
  readonly schema?: object;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json'?: Media } }>
  >;
}
interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const file = new URL('../../openapi.json', import.meta.url);
const documentId = 'https://doorbell.test/openapi.json';

/** Holds answers against the committed OpenAPI document, which a test of its own holds against the running app. */
export class OpenApiContract {
  readonly operationIds: ReadonlySet<string>;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly paths: readonly { readonly pattern: RegExp; readonly path: string }[];
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenApiDocument) {
    formats.default(this.ajv);
    this.ajv.addSchema(document, documentId);
    // A fixed segment is tried before a parameter.
    const templates = Object.keys(document.paths).toSorted((a, b) =>
      a.replaceAll('{', '~') < b.replaceAll('{', '~') ? -1 : 1,
    );
    this.paths = templates.map((path) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
    }));
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    this.operationIds = new Set(operations.map(({ operationId }) => operationId));
  }

  static read(): OpenApiContract {
    return new OpenApiContract(JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument);
  }

  /** @returns the operation, undefined for a route that the document does not hold @throws what does not fit */
  check(method: string, url: string, status: number, body: unknown): string | undefined {
    const path = this.pathOf(url);
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    if (!operation) return undefined;
    const where = `${method} ${url} answered ${status}`;
    const response = operation.responses[String(status)] ?? operation.responses['default'];
    if (!response)
      throw new Error(`${where}, which openapi.json does not list for ${operation.operationId}.`);
    const schema = response.content?.['application/json']?.schema;
    if (!schema) return operation.operationId;
    const validate = this.validatorOf(`#/paths/${escape(path)}/${method.toLowerCase()}/responses/${status}`);
    if (!validate(body)) {
      throw new Error(`${where}, which does not fit openapi.json: ${this.ajv.errorsText(validate.errors)}`);
    }
    return operation.operationId;
  }

  private pathOf(url: string): string {
    const [plain] = url.split('?');
    return this.paths.find(({ pattern }) => pattern.test(plain!))?.path ?? '';
  }

  private validatorOf(pointer: string): ValidateFunction {
    const found = this.validators.get(pointer);
    if (found) return found;
    const validate = this.ajv.compile({ $ref: `${documentId}${pointer}/content/application~1json/schema` });
    this.validators.set(pointer, validate);
    return validate;
  }
}

const escape = (path: string): string =>
  path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
