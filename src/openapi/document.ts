import { ActionTypeRegistry } from '@app/action-types';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Settings } from '../config/settings.js';
import { addErrors } from './errors.js';
import { addExamples } from './examples.js';
import { allowOwnParts } from './page-policy.js';
import { describeParameters } from './parameters.js';
import { toOpenApi31 } from './version-31.js';
import { webhookRequests } from './webhook-requests.js';

const description = [
  'Doorbell sends webhooks: it records what happened in a product, and calls every URL that asked to be told, until',
  'each has answered. The webhook resource is that of pretix; a client written for it works unchanged.',
  'Every path is served with its trailing slash and without.',
].join(' ');

const tags: readonly (readonly [string, string])[] = [
  ['Organizers', 'The tenants.'],
  ['Tokens', 'Credentials of API clients.'],
  ['Audit trail', 'Who changed what.'],
  ['Events', 'What an organizer runs: conferences, concerts.'],
  ['Action types', 'The kinds of change that webhooks can ask for.'],
  ['Notifications', 'Recording what happened.'],
  ['Webhooks', 'Who is told. The same resource as in pretix.'],
  ['Deliveries', 'What is owed and what became of it; sending again.'],
  ['Calls', 'The log of the last 30 days.'],
  ['Idempotency', 'What came of an earlier write.'],
  ['Health', 'For load balancers and orchestrators.'],
];

/** The OpenAPI 3.1 document of the running application; the committed `openapi.json` is this. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Doorbell')
    .setDescription(description)
    .setVersion(app.get<Settings>(Settings).version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addSecurity('token', {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'The word `Token` and the token: `Token dbt_…`.',
    })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The same token.' }, 'bearer')
    .addSecurityRequirements('token')
    .addSecurityRequirements('bearer');
  for (const [name, text] of tags) builder.addTag(name, text);
  const document = SwaggerModule.createDocument(app, builder.build());
  describeParameters(document);
  addErrors(document);
  addExamples(document);
  const webhooks = webhookRequests(app.get(ActionTypeRegistry, { strict: false }).all());
  return toOpenApi31({ ...document, webhooks });
}

/** Serves `/api/openapi.json` and, over it, Swagger UI at `/api/docs`. The document is made when first asked for. */
export function serveOpenApi(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  allowOwnParts(app, '/api/docs');
  SwaggerModule.setup('api/docs', app, () => (document ??= createOpenApiDocument(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Doorbell API',
    swaggerOptions: { persistAuthorization: true },
  });
}
