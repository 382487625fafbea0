import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

@Entity('organizers')
@Unique('organizers_slug', ['slug'])
export class OrganizerEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'organizers_pkey',
  })
  readonly id!: number;

  /** Stays taken after the deletion, until the log has expired. */
  @Column({ type: 'text', collation: 'C' })
  readonly slug!: string;

  @Column({ type: 'text' })
  readonly name!: string;

  @Column({ name: 'public_url', type: 'text', nullable: true })
  readonly publicUrl!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly created!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readonly deleted!: Date | null;
}
