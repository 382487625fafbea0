import type { Permission } from '@app/access';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OrganizerEntity } from '../accounts/organizer.entity.js';
import { PersonEntity } from './person.entity.js';

const primaryKeyConstraintName = 'person_roles_pkey';

/** What a person may do in an organizer. */
@Entity('person_roles')
@Index('person_roles_organizer_id', { synchronize: false })
@ForeignKey(() => PersonEntity, ['personId'], ['id'], { name: 'person_roles_person', onDelete: 'CASCADE' })
@ForeignKey(() => OrganizerEntity, ['organizerId'], ['id'], {
  name: 'person_roles_organizer',
  onDelete: 'CASCADE',
})
export class PersonRoleEntity {
  @PrimaryColumn({ name: 'person_id', type: 'bigint', primaryKeyConstraintName })
  readonly personId!: number;

  @PrimaryColumn({ name: 'organizer_id', type: 'bigint', primaryKeyConstraintName })
  readonly organizerId!: number;

  @Column({ type: 'text', array: true })
  readonly permissions!: Permission[];
}
