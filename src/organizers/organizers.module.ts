import { AuditTrail, OrganizerDirectory } from '@contracts/organizers';
import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access/access.guard.js';
import { Authenticators } from './access/authenticator.port.js';
import { RateLimitGuard } from './access/rate-limit.guard.js';
import { RoutePermissions } from './access/route-permissions.service.js';
import { TokenGuesses } from './access/token-guesses.service.js';
import { TokenAuthenticator } from './access/token.authenticator.js';
import { OrganizerDeletion } from './accounts/organizer-deletion.service.js';
import { OrganizerDirectoryService } from './accounts/organizer-directory.service.js';
import { OrganizerReader } from './accounts/organizer-reader.service.js';
import { OrganizerEntity } from './accounts/organizer.entity.js';
import { OrganizersController } from './accounts/organizers.controller.js';
import { OrganizersRepository } from './accounts/organizers.repository.js';
import { OrganizersService } from './accounts/organizers.service.js';
import { AuditEntryEntity } from './audit/audit-entry.entity.js';
import { AuditLogController } from './audit/audit-log.controller.js';
import { AuditTrailRepository } from './audit/audit-trail.repository.js';
import { KnownTokens } from './tokens/known-tokens.service.js';
import { TokenUse } from './tokens/token-use.service.js';
import { TokenEntity } from './tokens/token.entity.js';
import { TokenLoader } from './tokens/token.loader.js';
import { TokensController } from './tokens/tokens.controller.js';
import { TokensRepository } from './tokens/tokens.repository.js';
import { TokensService } from './tokens/tokens.service.js';

/** Accounts, their tokens, who may do what, and who did what. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([OrganizerEntity, TokenEntity, AuditEntryEntity])],
  controllers: [OrganizersController, TokensController, AuditLogController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    RoutePermissions,
    TokenAuthenticator,
    TokenGuesses,
    {
      provide: Authenticators,
      inject: [TokenAuthenticator],
      useFactory: (tokens: TokenAuthenticator): Authenticators => [tokens],
    },
    OrganizersRepository,
    OrganizersService,
    OrganizerReader,
    OrganizerDeletion,
    OrganizerDirectoryService,
    { provide: OrganizerDirectory, useExisting: OrganizerDirectoryService },
    TokensRepository,
    TokensService,
    TokenLoader,
    KnownTokens,
    TokenUse,
    AuditTrailRepository,
    { provide: AuditTrail, useExisting: AuditTrailRepository },
  ],
  exports: [OrganizerDirectory, AuditTrail],
})
export class OrganizersModule {}
