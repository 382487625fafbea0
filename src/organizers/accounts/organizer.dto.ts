import { PartialDto, TextField } from '@app/rest';
import { slugFault, slugMaxLength } from '@contracts/organizers';
import { ApiProperty } from '@nestjs/swagger';
import { publicUrlFault } from './public-url.js';

const nameField = { description: 'What people call it.', example: 'ACME Corporation', maxLength: 200 };
const slugField = {
  description: 'In the address, and in every payload. It never changes.',
  example: 'acmecorp',
  maxLength: slugMaxLength,
  format: slugFault,
};
const publicUrlField = {
  description: 'Its own pages, http or https.',
  example: 'https://acme.example/',
  required: false,
  nullable: true,
  default: null,
  maxLength: 1024,
  format: publicUrlFault,
};

export class CreateOrganizerDto {
  @TextField(nameField)
  readonly name!: string;

  @TextField(slugField)
  readonly slug!: string;

  @TextField(publicUrlField)
  readonly public_url?: string | null;
}

/** PUT: the path names the slug already. */
export class ReplaceOrganizerDto {
  @TextField(nameField)
  readonly name!: string;

  @TextField({ ...slugField, required: false })
  readonly slug?: string;

  @TextField(publicUrlField)
  readonly public_url?: string | null;
}

export class UpdateOrganizerDto extends PartialDto(ReplaceOrganizerDto) {}

export class OrganizerDto {
  @ApiProperty({ description: 'What people call it.', type: String, example: 'ACME Corporation' })
  readonly name!: string;

  @ApiProperty({ description: 'In the address, and in every payload.', type: String, example: 'acmecorp' })
  readonly slug!: string;

  @ApiProperty({
    description: 'Its own pages.',
    type: String,
    format: 'uri',
    nullable: true,
    example: 'https://acme.example/',
  })
  readonly public_url!: string | null;
}

export const exampleOfOrganizer: OrganizerDto = {
  name: 'ACME Corporation',
  slug: 'acmecorp',
  public_url: 'https://acme.example/',
};
