import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { LocalizedText } from './localized-text.js';

@Entity('events')
@Unique('events_slug', ['organizerId', 'slug'])
// By the table's name: no module sees another's entities.
@ForeignKey('organizers', ['organizerId'], ['id'], { name: 'events_organizer', onDelete: 'CASCADE' })
export class EventEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'events_pkey',
  })
  readonly id!: number;

  @Column({ name: 'organizer_id', type: 'bigint' })
  readonly organizerId!: number;

  @Column({ type: 'text', collation: 'C' })
  readonly slug!: string;

  @Column({ type: 'jsonb' })
  readonly name!: LocalizedText;

  @Column({ type: 'boolean', default: false })
  readonly live!: boolean;

  @Column({ type: 'boolean', default: false })
  readonly testmode!: boolean;

  @Column({ type: 'text', nullable: true })
  readonly currency!: string | null;

  @Column({ name: 'date_from', type: 'timestamptz', precision: 3, nullable: true })
  readonly dateFrom!: Date | null;

  @Column({ name: 'date_to', type: 'timestamptz', precision: 3, nullable: true })
  readonly dateTo!: Date | null;
}
