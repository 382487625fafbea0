import { ListField, OpenBody } from '@app/rest';
import type { ApiBodyOptions } from '@nestjs/swagger';

/** Notifications of one batch, at most. */
export const batchLimit = 1_000;

const exampleOfRequest = {
  action: 'pretix.event.order.placed',
  event: 'democon',
  code: 'ABC23',
  data: { total: '23.00' },
  idempotency_key: 'order-ABC23-placed',
};

const schema = {
  type: 'object',
  required: ['action'],
  properties: {
    action: {
      type: 'string',
      description: 'What happened: the concrete name.',
      example: exampleOfRequest.action,
    },
    event: {
      type: 'string',
      description: 'Slug of the event. Required unless the action is one of the organizer as a whole.',
      example: exampleOfRequest.event,
    },
    code: {
      type: 'string',
      description: 'An example of a reference field: those of the action type stand beside `action`.',
      example: exampleOfRequest.code,
    },
    data: {
      type: 'object',
      nullable: true,
      additionalProperties: true,
      description: 'Stored and shown, never sent; at most 16 KiB.',
      example: exampleOfRequest.data,
    },
    idempotency_key: {
      type: 'string',
      nullable: true,
      maxLength: 190,
      description: 'The same key with the same content records once, as long as the log is kept.',
      example: exampleOfRequest.idempotency_key,
    },
  },
  additionalProperties: true,
} as const;

/** What happened, as a client says it. Its reference fields depend on the action's type, so the recorder checks it. */
export class RecordNotificationDto extends OpenBody {}

export const recordNotificationBody: ApiBodyOptions = { schema: schema as object };

export class RecordBatchDto {
  @ListField(
    {
      description: `What happened, 1 to ${batchLimit}: each as \`POST …/notifications/\` takes it.`,
      example: [exampleOfRequest],
    },
    schema,
  )
  readonly notifications!: readonly unknown[];
}
