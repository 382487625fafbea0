import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A row of `webhooks`. Its rows for matching, in webhook_action_types and webhook_events, are written beside it. */
@Entity('webhooks')
@Index('webhooks_organizer', { synchronize: false })
// By name: modules do not see each other's entities.
@ForeignKey('OrganizerEntity', ['organizerId'], ['id'], {
  name: 'webhooks_organizer_fkey',
  onDelete: 'CASCADE',
})
export class WebhookEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'webhooks_pkey',
  })
  readonly id!: number;

  @Column({ name: 'organizer_id', type: 'bigint' })
  readonly organizerId!: number;

  @Column({ type: 'boolean', default: true })
  readonly enabled!: boolean;

  /** Sealed: it may hold credentials. */
  @Column({ name: 'target_url', type: 'bytea' })
  readonly targetUrl!: Buffer;

  @Column({ name: 'all_events', type: 'boolean', default: true })
  readonly allEvents!: boolean;

  /** Slugs, which never change; sorted. */
  @Column({ name: 'limit_events', type: 'text', array: true })
  readonly limitEvents!: string[];

  /** Registered names, sorted; one whose vocabulary is no longer there stays. */
  @Column({ name: 'action_types', type: 'text', array: true })
  readonly actionTypes!: string[];

  @Column({ type: 'text', nullable: true })
  readonly comment!: string | null;

  /** Raised by disabling: what is owed under an older one is dropped by definition. */
  @Column({ type: 'integer', default: 1 })
  readonly generation!: number;

  /** Why older generations were dropped. */
  @Column({ name: 'dropped_reason', type: 'text', nullable: true })
  readonly droppedReason!: string | null;

  @Column({ name: 'disabled_at', type: 'timestamptz', precision: 3, nullable: true })
  readonly disabledAt!: Date | null;

  @Column({ name: 'slow_until', type: 'timestamptz', precision: 3, nullable: true })
  readonly slowUntil!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  readonly created!: Date;
}
