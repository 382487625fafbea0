import type { Permission } from '@app/access';
import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { OrganizerEntity } from '../accounts/organizer.entity.js';

@Entity('tokens')
@Unique('tokens_hash', ['hash'])
@Index('tokens_organizer_id', { synchronize: false })
@ForeignKey(() => OrganizerEntity, ['organizerId'], ['id'], { name: 'tokens_organizer', onDelete: 'CASCADE' })
export class TokenEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'tokens_pkey',
  })
  readonly id!: number;

  @Column({ name: 'organizer_id', type: 'bigint' })
  readonly organizerId!: number;

  @Column({ type: 'text' })
  readonly name!: string;

  @Column({ type: 'text' })
  readonly prefix!: string;

  @Column({ type: 'bytea' })
  readonly hash!: Buffer;

  @Column({ type: 'text', array: true })
  readonly permissions!: Permission[];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readonly expires!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly created!: Date;

  @Column({ name: 'last_used', type: 'timestamptz', precision: 3, nullable: true })
  readonly lastUsed!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readonly revoked!: Date | null;
}
