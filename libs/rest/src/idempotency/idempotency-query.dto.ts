import { TextField } from '../fields/field.decorators.js';

export class IdempotencyQueryDto {
  @TextField({
    description: 'The key that was sent as X-Idempotency-Key.',
    example: 'order-ABC23-webhook',
    trim: false,
  })
  readonly key!: string;
}
