import type { Principal } from '@app/access';
import { Clock, type EntityManager, TransactionRunner } from '@app/database';
import { PermissionDenied, ValidationFailed } from '@app/rest';
import { AuditTrail, changesBetween, slugFault } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import { logCutoff } from '../../config/log-cutoff.js';
import { Settings } from '../../config/settings.js';
import type { OrganizerEntity } from './organizer.entity.js';
import { toOrganizerDto } from './organizer.mapper.js';
import { OrganizersRepository } from './organizers.repository.js';

/** What a client may say of an organizer; undefined is left as it is. */
export interface OrganizerFields {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly publicUrl?: string | null | undefined;
}

interface CompleteFields {
  readonly name: string;
  readonly slug: string;
  readonly publicUrl: string | null;
}

class SlugTaken extends ValidationFailed {
  override readonly name = 'SlugTaken';
  constructor() {
    super({ slug: ['This field must be unique.'] });
  }
}

/** Creates and changes organizers, each time with its entry in the audit trail. */
@Injectable()
export class OrganizersService {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    private readonly transactions: TransactionRunner,
    private readonly organizers: OrganizersRepository,
  ) {}

  /** @throws ValidationFailed when the slug is taken */
  async create(fields: CompleteFields, principal: Principal): Promise<OrganizerEntity> {
    const organizer = await this.insert(fields, principal);
    if (!organizer) throw new SlugTaken();
    return organizer;
  }

  /** Creates the organizer, or gives the existing one exactly these fields. @throws ValidationFailed */
  async createOrReplace(
    slug: string,
    fields: { name: string; slug?: string | undefined; publicUrl: string | null },
    principal: Principal,
  ): Promise<{ readonly organizer: OrganizerEntity; readonly isNew: boolean }> {
    requireSameSlug(slug, fields.slug);
    const fault = slugFault(slug);
    if (fault) throw new ValidationFailed({ slug: [fault] });
    return this.transactions.run(async () => {
      if (!(await this.organizers.lock(slug))) {
        const organizer = await this.insert({ ...fields, slug }, principal);
        if (organizer) return { organizer, isNew: true };
        // Another request has just created it, or it was deleted.
        if (!(await this.organizers.lock(slug))) throw new SlugTaken();
      }
      return { organizer: await this.update(slug, fields, principal), isNew: false };
    });
  }

  /** @throws ValidationFailed for another slug, PermissionDenied when it has just been deleted */
  async update(slug: string, fields: OrganizerFields, principal: Principal): Promise<OrganizerEntity> {
    requireSameSlug(slug, fields.slug);
    return this.transactions.run(async (manager) => {
      const before = await this.organizers.lock(slug);
      if (!before) throw new PermissionDenied();
      const { name = before.name, publicUrl = before.publicUrl } = fields;
      const after = { id: before.id, slug, name, publicUrl, created: before.created, deleted: null };
      await this.organizers.update(before.id, { name, publicUrl });
      await this.audit('changed', before, after, principal, manager);
      return after;
    });
  }

  /** Undefined when the slug is taken. */
  private async insert(
    { slug, name, publicUrl }: CompleteFields,
    principal: Principal,
  ): Promise<OrganizerEntity | undefined> {
    return this.transactions.run(async (manager) => {
      const created = this.clock.now();
      await this.organizers.freeSlug(slug, logCutoff(created, this.settings));
      const organizer = await this.organizers.insert({ slug, name, publicUrl, created });
      if (organizer) await this.audit('created', undefined, organizer, principal, manager);
      return organizer;
    });
  }

  private async audit(
    action: 'created' | 'changed',
    before: OrganizerEntity | undefined,
    after: OrganizerEntity,
    principal: Principal,
    manager: EntityManager,
  ): Promise<void> {
    const changes = changesBetween(before ? toOrganizerDto(before) : {}, toOrganizerDto(after));
    if (Object.keys(changes).length === 0) return;
    await this.trail.append(
      [
        {
          organizerId: after.id,
          principal,
          action: `pretix.organizer.${action}`,
          object: { type: 'organizer', id: after.slug },
          changes,
        },
      ],
      manager,
    );
  }
}

/** Payloads and addresses hold it. @throws ValidationFailed */
function requireSameSlug(slug: string, given: string | undefined): void {
  if (given !== undefined && given !== slug)
    throw new ValidationFailed({ slug: ['The slug never changes.'] });
}
