import type { PrincipalType } from '@app/access';
import type { AuditedChanges, AuditedObject } from '@contracts/organizers';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Append-only: the database refuses to change or delete one. */
@Entity('audit_entries')
@Index('audit_entries_organizer', { synchronize: false })
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_entries_pkey',
  })
  readonly id!: number;

  @Column({ name: 'organizer_id', type: 'bigint', nullable: true })
  readonly organizerId!: number | null;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly datetime!: Date;

  @Column({ name: 'actor_type', type: 'text' })
  readonly actorType!: PrincipalType;

  @Column({ name: 'actor_id', type: 'bigint', nullable: true })
  readonly actorId!: number | null;

  @Column({ name: 'actor_name', type: 'text' })
  readonly actorName!: string;

  @Column({ type: 'text' })
  readonly action!: string;

  @Column({ name: 'object_type', type: 'text' })
  readonly objectType!: AuditedObject;

  @Column({ name: 'object_id', type: 'text' })
  readonly objectId!: string;

  @Column({ type: 'jsonb' })
  readonly changes!: AuditedChanges;
}
