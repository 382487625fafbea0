import type { LinkPurpose } from '@contracts/organizers';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { PersonEntity } from '../people/person.entity.js';

@Entity('sign_in_links')
@Index('sign_in_links_person_id', { synchronize: false })
@ForeignKey(() => PersonEntity, ['personId'], ['id'], { name: 'sign_in_links_person', onDelete: 'CASCADE' })
export class SignInLinkEntity {
  /** Of the token in the link. */
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'sign_in_links_pkey' })
  readonly hash!: Buffer;

  /** Null: of the first administrator, who does not exist yet. */
  @Column({ name: 'person_id', type: 'bigint', nullable: true })
  readonly personId!: number | null;

  @Column({ type: 'text' })
  readonly purpose!: LinkPurpose;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly expires!: Date;
}
