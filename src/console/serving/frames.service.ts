import { isPermitted, mayEverything, permissions } from '@app/access';
import { Clock } from '@app/database';
import { OrganizerNames } from '@contracts/organizers';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FormTokens } from '../access/form-tokens.service.js';
import type { Frame, FrameOrganizer } from '../layout/frame.js';
import { languageOf, textsOf } from '../texts/language.js';
import { TypeWordsService } from '../texts/type-words.service.js';
import type { ConsoleRequest } from './console-request.js';
import { AssetFiles } from './asset-files.service.js';

/** Makes the frame of a page from who asks, and for what. */
@Injectable()
export class Frames {
  constructor(
    private readonly assets: AssetFiles,
    private readonly tokens: FormTokens,
    private readonly types: TypeWordsService,
    @Inject(OrganizerNames) private readonly names: OrganizerNames,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(request: ConsoleRequest, reply: FastifyReply): Promise<Frame> {
    const { principal } = request;
    const language = languageOf(request.headers);
    return {
      language,
      texts: textsOf(language),
      types: this.types.in(language),
      assets: this.assets.urls,
      viewer: principal && { name: principal.name, isAdministrator: mayEverything(principal) },
      organizer: await this.organizerOf(request),
      formToken: this.tokens.issue(request, reply),
      now: this.clock.now(),
    };
  }

  private async organizerOf({ organizer, principal }: ConsoleRequest): Promise<FrameOrganizer | undefined> {
    if (!organizer || !principal) return undefined;
    const name = (await this.names.namesOf([organizer.id])).get(organizer.id) ?? organizer.slug;
    const held = permissions.filter((permission) => isPermitted(principal, organizer.id, permission));
    return { slug: organizer.slug, name, permissions: held };
  }
}
