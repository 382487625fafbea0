import { BooleanField, DateTimeField, PartialDto, TextField } from '@app/rest';
import { slugFault, slugMaxLength } from '@contracts/organizers';
import { ApiProperty } from '@nestjs/swagger';
import { type LocalizedText, LocalizedTextField } from './localized-text.js';

const slugField = {
  description: 'In the address, and in every payload. It never changes.',
  example: 'democon',
  maxLength: slugMaxLength,
  format: slugFault,
};

/** PUT: the path names the slug already. */
export class ReplaceEventDto {
  @LocalizedTextField({
    description: 'What people call it: plain text, or a text for each language.',
    example: { en: 'Demo conference' },
  })
  readonly name!: LocalizedText;

  @TextField({ ...slugField, required: false })
  readonly slug?: string;

  @BooleanField({
    description: 'Whether it is open to the public.',
    example: true,
    required: false,
    default: false,
  })
  readonly live?: boolean;

  @BooleanField({
    description: 'Whether what happens in it is only a test.',
    example: false,
    required: false,
    default: false,
  })
  readonly testmode?: boolean;

  @TextField({
    description: 'ISO 4217, three letters.',
    example: 'EUR',
    required: false,
    nullable: true,
    default: null,
    format: (text) => (/^[A-Z]{3}$/.test(text) ? undefined : `"${text}" is not a valid choice.`),
  })
  readonly currency?: string | null;

  @DateTimeField({
    description: 'When it begins.',
    example: '2026-12-27T10:00:00.000Z',
    required: false,
    nullable: true,
    default: null,
  })
  readonly date_from?: Date | null;

  @DateTimeField({
    description: 'When it ends; not before it begins.',
    example: '2026-12-30T18:00:00.000Z',
    required: false,
    nullable: true,
    default: null,
  })
  readonly date_to?: Date | null;
}

export class CreateEventDto extends ReplaceEventDto {
  @TextField(slugField)
  declare readonly slug: string;
}

export class UpdateEventDto extends PartialDto(ReplaceEventDto) {}

export class EventDto {
  @ApiProperty({
    description: 'What people call it, by language.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { en: 'Demo conference' },
  })
  readonly name!: LocalizedText;

  @ApiProperty({ description: 'In the address, and in every payload.', type: String, example: 'democon' })
  readonly slug!: string;

  @ApiProperty({ description: 'Whether it is open to the public.', type: Boolean, example: true })
  readonly live!: boolean;

  @ApiProperty({ description: 'Whether what happens in it is only a test.', type: Boolean, example: false })
  readonly testmode!: boolean;

  @ApiProperty({ description: 'ISO 4217.', type: String, nullable: true, example: 'EUR' })
  readonly currency!: string | null;

  @ApiProperty({
    description: 'When it begins.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-12-27T10:00:00.000Z',
  })
  readonly date_from!: string | null;

  @ApiProperty({
    description: 'When it ends.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-12-30T18:00:00.000Z',
  })
  readonly date_to!: string | null;
}

export const exampleOfEvent: EventDto = {
  name: { en: 'Demo conference' },
  slug: 'democon',
  live: true,
  testmode: false,
  currency: 'EUR',
  date_from: '2026-12-27T10:00:00.000Z',
  date_to: '2026-12-30T18:00:00.000Z',
};
