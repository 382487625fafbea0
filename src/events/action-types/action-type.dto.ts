import { type FieldType, fieldTypes, type Scope, scopes } from '@app/action-types';
import { ApiProperty } from '@nestjs/swagger';

export class ReferenceFieldDto {
  @ApiProperty({ description: 'Its key in the body.', type: String, example: 'code' })
  readonly name!: string;

  @ApiProperty({ description: 'Of its value.', enum: [...fieldTypes], example: 'string' })
  readonly type!: FieldType;

  @ApiProperty({
    description: 'Whether it must be there when recording; otherwise an absent one is sent as null.',
    type: Boolean,
    example: true,
  })
  readonly required!: boolean;

  @ApiProperty({ description: 'What it refers to.', type: String, example: 'Order code.' })
  readonly description!: string;

  @ApiProperty({
    description: 'A value as it may come.',
    oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }],
    example: 'ABC23',
  })
  readonly sample!: string | number | boolean;
}

export class ActionTypeDto {
  @ApiProperty({
    description: 'What webhooks subscribe to. One that ends in `.*` covers every action below it.',
    type: String,
    example: 'pretix.event.order.placed',
  })
  readonly name!: string;

  @ApiProperty({ description: 'For people.', type: String, example: 'New order placed' })
  readonly label!: string;

  @ApiProperty({ description: 'What else people should know.', type: String, nullable: true, example: null })
  readonly help!: string | null;

  @ApiProperty({ description: 'Types of a group belong together.', type: String, example: 'Orders' })
  readonly group!: string;

  @ApiProperty({
    description: 'Where its actions happen: in an event, or in the organizer as a whole.',
    enum: [...scopes],
    example: 'event',
  })
  readonly scope!: Scope;

  @ApiProperty({ description: 'What its body names.', type: () => [ReferenceFieldDto] })
  readonly fields!: readonly ReferenceFieldDto[];

  @ApiProperty({
    description: 'A concrete action that it covers.',
    type: String,
    example: 'pretix.event.order.placed',
  })
  readonly sample_action!: string;

  @ApiProperty({
    description: 'What receivers get, with its keys in their order.',
    type: 'object',
    additionalProperties: true,
    example: {
      notification_id: 0,
      organizer: 'acmecorp',
      event: 'democon',
      code: 'ABC23',
      action: 'pretix.event.order.placed',
    },
  })
  readonly sample_body!: Readonly<Record<string, unknown>>;
}

export class ActionTypesDto {
  @ApiProperty({ description: 'All, in the order of their registration.', type: () => [ActionTypeDto] })
  readonly results!: readonly ActionTypeDto[];
}
