import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { PersonEntity } from '../people/person.entity.js';

@Entity('sessions')
@Unique('sessions_hash', ['hash'])
@Index('sessions_person_id', { synchronize: false })
@ForeignKey(() => PersonEntity, ['personId'], ['id'], { name: 'sessions_person', onDelete: 'CASCADE' })
export class SessionEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'sessions_pkey',
  })
  readonly id!: number;

  @Column({ name: 'person_id', type: 'bigint' })
  readonly personId!: number;

  /** Of the secret in the cookie. */
  @Column({ type: 'bytea' })
  readonly hash!: Buffer;

  /** Where the person signed in from. */
  @Column({ type: 'text' })
  readonly address!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly created!: Date;

  /** To the minute. */
  @Column({ name: 'last_used', type: 'timestamptz', precision: 3 })
  readonly lastUsed!: Date;
}
