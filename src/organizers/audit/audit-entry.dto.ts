import { type PrincipalType, principalTypes } from '@app/access';
import { type AuditedChanges, type AuditedObject, auditedObjects } from '@contracts/organizers';
import { ApiProperty } from '@nestjs/swagger';

export class ActorDto {
  @ApiProperty({ description: 'What kind of principal acted.', enum: principalTypes, example: 'token' })
  readonly type!: PrincipalType;

  @ApiProperty({
    description: 'Of the token or the person; null for the administrator and for Doorbell itself.',
    type: 'integer',
    nullable: true,
    example: 3,
  })
  readonly id!: number | null;

  @ApiProperty({ description: 'Its name at that time.', type: String, example: 'Ticket shop' })
  readonly name!: string;
}

export class AuditedObjectDto {
  @ApiProperty({ description: 'What was changed.', enum: auditedObjects, example: 'webhook' })
  readonly type!: AuditedObject;

  @ApiProperty({
    description: 'Its id; the slug of an organizer or an event.',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
    example: 7,
  })
  readonly id!: number | string;
}

export class AuditEntryDto {
  @ApiProperty({ description: 'Of the entry.', type: 'integer', example: 42 })
  readonly id!: number;

  @ApiProperty({
    description: 'When it happened.',
    type: String,
    format: 'date-time',
    example: '2026-05-03T10:00:00.000Z',
  })
  readonly datetime!: string;

  @ApiProperty({ description: 'Who acted.', type: ActorDto })
  readonly actor!: ActorDto;

  @ApiProperty({ description: 'What was done.', type: String, example: 'pretix.webhook.changed' })
  readonly action!: string;

  @ApiProperty({ description: 'What it was done to.', type: AuditedObjectDto })
  readonly object!: AuditedObjectDto;

  @ApiProperty({
    description: 'Field by field, the old value and the new one; credentials are never in it.',
    type: 'object',
    additionalProperties: { type: 'array', items: {}, minItems: 2, maxItems: 2 },
    example: { enabled: [true, false] },
  })
  readonly changes!: AuditedChanges;
}

export const exampleOfAuditEntry: AuditEntryDto = {
  id: 42,
  datetime: '2026-05-03T10:00:00.000Z',
  actor: { type: 'token', id: 3, name: 'Ticket shop' },
  action: 'pretix.webhook.changed',
  object: { type: 'webhook', id: 7 },
  changes: { enabled: [true, false] },
};
