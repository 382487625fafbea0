import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

@Entity('people')
@Unique('people_email', ['email'])
@Unique('people_subject', ['subject'])
export class PersonEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'people_pkey',
  })
  readonly id!: number;

  /** As normalEmail() has it. */
  @Column({ type: 'text', collation: 'C' })
  readonly email!: string;

  @Column({ type: 'text' })
  readonly name!: string;

  @Column({ name: 'is_administrator', type: 'boolean' })
  readonly isAdministrator!: boolean;

  /** Its argon2id hash; null until one is chosen. */
  @Column({ type: 'text', nullable: true })
  readonly password!: string | null;

  /** What an identity provider calls them, with the provider's own name; null until they have signed on there. */
  @Column({ type: 'text', nullable: true, collation: 'C' })
  readonly subject!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly created!: Date;

  @Column({ name: 'last_sign_in', type: 'timestamptz', precision: 3, nullable: true })
  readonly lastSignIn!: Date | null;
}
