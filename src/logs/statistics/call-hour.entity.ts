import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The calls of a webhook that began within one hour; written by CallHoursRepository, a group of calls at a time. */
@Entity('call_hours')
@Index('call_hours_hour', ['hour'])
export class CallHourEntity {
  @PrimaryColumn('bigint', { name: 'webhook_id', primaryKeyConstraintName: 'call_hours_pkey' })
  readonly webhookId!: number;

  @PrimaryColumn('timestamptz', { precision: 3, primaryKeyConstraintName: 'call_hours_pkey' })
  readonly hour!: Date;

  @Column('integer')
  readonly calls!: number;

  @Column('integer')
  readonly failures!: number;

  /** Calls by the bucket of their duration (histogram.ts). */
  @Column('integer', { array: true })
  readonly histogram!: number[];
}
