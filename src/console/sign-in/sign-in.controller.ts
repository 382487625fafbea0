import { CurrentSession, RequirePermission, type Session } from '@app/access';
import { TooManyRequests } from '@app/rest';
import { SignIn, SignInRefused, SingleSignOn } from '@contracts/organizers';
import { Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Form, textOf } from '../access/form.decorator.js';
import { ownPath } from '../layout/own-path.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { signInPage } from './sign-in-page.js';
import { SignInQueryDto } from './sign-in-query.dto.js';

/** In with e-mail address and password, and out again. */
@ConsolePages()
export class SignInController {
  constructor(
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SingleSignOn) private readonly signOn: SingleSignOn,
  ) {}

  @Get('sign-in')
  @RequirePermission('public')
  show(@Query() { next, notice }: SignInQueryDto): Page {
    const { isOffered } = this.signOn;
    return signInPage({ email: '', next: ownPath(next), notice, isSignOnOffered: isOffered });
  }

  @Post('sign-in')
  @RequirePermission('public')
  async enter(
    @Form() form: URLSearchParams,
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | Redirect> {
    const email = textOf(form, 'email').trim();
    const next = ownPath(form.get('next'));
    const again = { email, next, isSignOnOffered: this.signOn.isOffered };
    try {
      const password = textOf(form, 'password');
      const given = { email, password, address: ip, cookieHeader: headers.cookie };
      const { setCookie } = await this.signIn.byPassword(given);
      void reply.header('set-cookie', setCookie);
      return new Redirect(next ?? paths.home);
    } catch (error) {
      if (error instanceof SignInRefused) return signInPage({ ...again, refusal: 'refused' }, error.status);
      if (!(error instanceof TooManyRequests)) throw error;
      void reply.headers(error.headers);
      const seconds = Number(error.headers['retry-after']);
      return signInPage({ ...again, refusal: { seconds } }, error.status);
    }
  }

  @Post('sign-out')
  @RequirePermission('authenticated')
  async leave(
    @CurrentSession() session: Session,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Redirect> {
    const { setCookie } = await this.signIn.signOut(session);
    void reply.header('set-cookie', setCookie);
    return new Redirect(withQuery(paths.signIn, { notice: 'signed_out' }));
  }

  @Post('sign-out/everywhere')
  @RequirePermission('authenticated')
  async leaveEverywhere(
    @CurrentSession() session: Session,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Redirect> {
    const { setCookie } = await this.signIn.signOutEverywhere(session);
    void reply.header('set-cookie', setCookie);
    return new Redirect(withQuery(paths.signIn, { notice: 'signed_out' }));
  }
}
