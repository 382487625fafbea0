import {
  ApiTokens,
  AuditLog,
  AuditTrail,
  ChangeAuthors,
  FirstSignIn,
  OrganizerDirectory,
  OrganizerEditing,
  OrganizerNames,
  OwnAccount,
  People,
  Sessions,
  SignIn,
  SingleSignOn,
} from '@contracts/organizers';
import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access/access.guard.js';
import { type Authenticator, Authenticators } from './access/authenticator.port.js';
import { ConsoleConnectionGuard } from './access/console-connection.guard.js';
import { RateLimitGuard } from './access/rate-limit.guard.js';
import { RoutePermissions } from './access/route-permissions.service.js';
import { TokenGuesses } from './access/token-guesses.service.js';
import { SessionAuthenticator } from './access/session.authenticator.js';
import { TokenAuthenticator } from './access/token.authenticator.js';
import { OrganizerDeletion } from './accounts/organizer-deletion.service.js';
import { OrganizerDirectoryService } from './accounts/organizer-directory.service.js';
import { OrganizerNamesService } from './accounts/organizer-names.service.js';
import { OrganizerEditingService } from './accounts/organizer-editing.service.js';
import { OrganizerReader } from './accounts/organizer-reader.service.js';
import { OrganizerEntity } from './accounts/organizer.entity.js';
import { OrganizersController } from './accounts/organizers.controller.js';
import { OrganizersRepository } from './accounts/organizers.repository.js';
import { OrganizersService } from './accounts/organizers.service.js';
import { AuditEntryEntity } from './audit/audit-entry.entity.js';
import { AuditLogController } from './audit/audit-log.controller.js';
import { AuditLogService } from './audit/audit-log.service.js';
import { AuditTrailRepository } from './audit/audit-trail.repository.js';
import { ChangeAuthorsRepository } from './audit/change-authors.repository.js';
import { AccountTrail } from './people/account-trail.service.js';
import { Accounts } from './people/accounts.service.js';
import { Administrators } from './people/administrators.service.js';
import { MemberTrail } from './people/member-trail.service.js';
import { Members } from './people/members.service.js';
import { OwnAccountService } from './people/own-account.service.js';
import { PasswordLinks } from './people/password-links.service.js';
import { PeopleRepository } from './people/people.repository.js';
import { PeopleService } from './people/people.service.js';
import { PersonEntity } from './people/person.entity.js';
import { PersonRoleEntity } from './people/person-role.entity.js';
import { Passwords } from './passwords/passwords.service.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInLinkEntity } from './sign-in-links/sign-in-link.entity.js';
import { SignInLinksRepository } from './sign-in-links/sign-in-links.repository.js';
import { SignInLinks } from './sign-in-links/sign-in-links.service.js';
import { Entry } from './sign-in/entry.service.js';
import { FirstSignInService } from './sign-in/first-sign-in.service.js';
import { KnownBrowserCookie } from './sign-in/known-browser-cookie.js';
import { LinkHolders } from './sign-in/link-holders.service.js';
import { SignInByLink } from './sign-in/link-sign-in.service.js';
import { PasswordChanges } from './sign-in/password-change.service.js';
import { SignInByPassword } from './sign-in/password-sign-in.service.js';
import { SignInAttempts } from './sign-in/sign-in-attempts.service.js';
import { SignInPurge } from './sign-in/sign-in-purge.service.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignOut } from './sign-in/sign-out.service.js';
import { IdentityProvider } from './single-sign-on/identity-provider.service.js';
import { KnownIdentities } from './single-sign-on/known-identities.service.js';
import { SignOnCookie } from './single-sign-on/sign-on-cookie.js';
import { SingleSignOnService } from './single-sign-on/single-sign-on.service.js';
import { ApiTokensService } from './tokens/api-tokens.service.js';
import { KnownTokens } from './tokens/known-tokens.service.js';
import { TokenCreation } from './tokens/token-creation.service.js';
import { TokenRevocation } from './tokens/token-revocation.service.js';
import { TokenTrail } from './tokens/token-trail.service.js';
import { TokenUse } from './tokens/token-use.service.js';
import { TokenEntity } from './tokens/token.entity.js';
import { TokenLoader } from './tokens/token.loader.js';
import { TokensController } from './tokens/tokens.controller.js';
import { TokensRepository } from './tokens/tokens.repository.js';

const people = [
  PeopleRepository,
  Accounts,
  Members,
  MemberTrail,
  Administrators,
  PasswordLinks,
  AccountTrail,
  PeopleService,
  { provide: People, useExisting: PeopleService },
  { provide: OwnAccount, useClass: OwnAccountService },
];

const sessions = [
  SessionCookie,
  SessionsRepository,
  SessionsService,
  { provide: Sessions, useExisting: SessionsService },
];

const signIn = [
  Passwords,
  SignInLinksRepository,
  SignInLinks,
  KnownBrowserCookie,
  SignInAttempts,
  Entry,
  LinkHolders,
  SignInByPassword,
  SignInByLink,
  PasswordChanges,
  SignOut,
  SignInPurge,
  SignInService,
  { provide: SignIn, useExisting: SignInService },
  { provide: FirstSignIn, useClass: FirstSignInService },
  IdentityProvider,
  SignOnCookie,
  KnownIdentities,
  { provide: SingleSignOn, useClass: SingleSignOnService },
];

/** Organizers, tokens and people, who may do what, and who did what. */
@Module({
  imports: [
    DiscoveryModule,
    TypeOrmModule.forFeature([
      OrganizerEntity,
      TokenEntity,
      PersonEntity,
      PersonRoleEntity,
      SessionEntity,
      SignInLinkEntity,
      AuditEntryEntity,
    ]),
  ],
  controllers: [OrganizersController, TokensController, AuditLogController],
  providers: [
    { provide: APP_GUARD, useClass: ConsoleConnectionGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    RoutePermissions,
    TokenAuthenticator,
    SessionAuthenticator,
    TokenGuesses,
    {
      provide: Authenticators,
      inject: [TokenAuthenticator, SessionAuthenticator],
      useFactory: (...all: Authenticator[]): Authenticators => all,
    },
    OrganizersRepository,
    OrganizersService,
    OrganizerReader,
    OrganizerDeletion,
    OrganizerDirectoryService,
    { provide: OrganizerDirectory, useExisting: OrganizerDirectoryService },
    { provide: OrganizerEditing, useClass: OrganizerEditingService },
    { provide: OrganizerNames, useClass: OrganizerNamesService },
    TokensRepository,
    TokenTrail,
    TokenCreation,
    TokenRevocation,
    { provide: ApiTokens, useClass: ApiTokensService },
    TokenLoader,
    KnownTokens,
    TokenUse,
    ...people,
    ...sessions,
    ...signIn,
    AuditTrailRepository,
    { provide: AuditTrail, useExisting: AuditTrailRepository },
    { provide: AuditLog, useClass: AuditLogService },
    { provide: ChangeAuthors, useClass: ChangeAuthorsRepository },
  ],
  exports: [
    OrganizerDirectory,
    OrganizerEditing,
    ApiTokens,
    OrganizerNames,
    AuditTrail,
    AuditLog,
    ChangeAuthors,
    OwnAccount,
    People,
    Sessions,
    SignIn,
    SingleSignOn,
    FirstSignIn,
  ],
})
export class OrganizersModule {}
