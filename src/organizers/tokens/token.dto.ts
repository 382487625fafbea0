import { type Permission, permissions } from '@app/access';
import { DateTimeField, TextField, TextListField } from '@app/rest';
import { ApiProperty } from '@nestjs/swagger';

export class CreateTokenDto {
  @TextField({ description: 'What it is for.', example: 'Ticket shop', maxLength: 190 })
  readonly name!: string;

  @TextListField({
    description: 'What it may do. Only what the creator may do itself can be given.',
    example: ['can_view_organizer', 'can_send_notifications'],
    choices: permissions,
  })
  readonly permissions!: readonly Permission[];

  @DateTimeField({
    description: 'When it ends by itself.',
    example: '2027-01-01T00:00:00.000Z',
    required: false,
    nullable: true,
    default: null,
  })
  readonly expires?: Date | null;
}

export class TokenDto {
  @ApiProperty({ description: 'Of the token.', type: 'integer', example: 3 })
  readonly id!: number;

  @ApiProperty({ description: 'What it is for.', type: String, example: 'Ticket shop' })
  readonly name!: string;

  @ApiProperty({
    description: 'How the token begins, to tell it apart.',
    type: String,
    example: 'dbt_x7Kp2Q',
  })
  readonly prefix!: string;

  @ApiProperty({
    description: 'What it may do.',
    enum: permissions,
    isArray: true,
    example: ['can_view_organizer', 'can_send_notifications'],
  })
  readonly permissions!: readonly Permission[];

  @ApiProperty({
    description: 'When it ends by itself; null: never.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2027-01-01T00:00:00.000Z',
  })
  readonly expires!: string | null;

  @ApiProperty({
    description: 'When it was created.',
    type: String,
    format: 'date-time',
    example: '2026-05-03T10:00:00.000Z',
  })
  readonly created!: string;

  @ApiProperty({
    description: 'When it was last used, to the minute; null: never.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-05-03T10:07:00.000Z',
  })
  readonly last_used!: string | null;

  @ApiProperty({
    description: 'When it was revoked; null: it was not.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
  })
  readonly revoked!: string | null;
}

export class CreatedTokenDto extends TokenDto {
  @ApiProperty({
    description: 'The token itself. It is shown this once and stored nowhere.',
    type: String,
    example: 'dbt_x7Kp2QmB4nVt9sLwY3cRfH8jZ1aGdE5uTqNe0oiXk1b2C3',
  })
  readonly token!: string;
}

export const exampleOfToken = {
  id: 3,
  name: 'Ticket shop',
  prefix: 'dbt_x7Kp2Q',
  permissions: ['can_view_organizer', 'can_send_notifications'],
  expires: '2027-01-01T00:00:00.000Z',
  created: '2026-05-03T10:00:00.000Z',
  last_used: '2026-05-03T10:07:00.000Z',
  revoked: null,
} satisfies TokenDto;

export const exampleOfCreatedToken: CreatedTokenDto = {
  ...exampleOfToken,
  last_used: null,
  token: 'dbt_x7Kp2QmB4nVt9sLwY3cRfH8jZ1aGdE5uTqNe0oiXk1b2C3',
};
