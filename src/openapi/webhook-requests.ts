import { type ActionType, type ReferenceField, sampleBodyOf } from '@app/action-types';
import type { OpenAPIObject } from '@nestjs/swagger';

type Webhooks = NonNullable<OpenAPIObject['webhooks']>;

const answers = {
  '2XX': { description: 'Delivered. Headers and body of the answer are ignored.' },
  '410': { description: 'Nobody listens here any more: the webhook is disabled at once.' },
  default: {
    description:
      'Everything else, redirects among it, is a failure: the same body is sent again, up to twelve times.',
  },
};

/** What receivers get, a request for each registered action type. */
export function webhookRequests(types: readonly ActionType[]): Webhooks {
  return Object.fromEntries(types.map((type) => [type.name, { post: requestOf(type) }])) as Webhooks;
}

function requestOf(type: ActionType): object {
  const body = sampleBodyOf(type, { organizer: 'acmecorp', event: 'democon' });
  return {
    operationId: `on ${type.name}`.replace(/[^A-Za-z0-9]+(.)?/g, (_match, next: string | undefined) =>
      (next ?? 'Any').toUpperCase(),
    ),
    summary: type.label,
    ...(type.help === undefined ? {} : { description: type.help }),
    tags: ['Webhook requests'],
    security: [],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(type), example: JSON.parse(body) as unknown } },
    },
    responses: answers,
  };
}

function schemaOf({ body, fields, name }: ActionType): object {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const action = name.endsWith('.*')
    ? { type: 'string', description: `The concrete action, below \`${name}\`.` }
    : { type: 'string', const: name, description: 'The action.' };
  const own: Readonly<Record<string, object>> = {
    notification_id: { type: 'integer', description: 'The same in every attempt and for every webhook.' },
    organizer: { type: 'string', description: 'Slug of the organizer.' },
    event: { type: 'string', description: 'Slug of the event.' },
    action,
  };
  const properties = Object.fromEntries(body.map((key) => [key, own[key] ?? fieldSchema(byName.get(key)!)]));
  return { type: 'object', required: body, additionalProperties: false, properties };
}

function fieldSchema({ type, nullable, description }: ReferenceField): object {
  return { type, ...(nullable ? { nullable: true } : {}), description };
}
