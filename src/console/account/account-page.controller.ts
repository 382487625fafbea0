import { CurrentSession, RequirePermission, type Session } from '@app/access';
import { TooManyRequests, ValidationFailed } from '@app/rest';
import { OwnAccount, SignIn } from '@contracts/organizers';
import { Get, Headers, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Form, textOf } from '../access/form.decorator.js';
import type { NoticeKey } from '../layout/notice.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { ListQueryDto } from '../serving/list-query.dto.js';
import { chosenLanguageOf } from '../texts/language.js';
import { accountPage } from './account-page.js';
import type { AccountProps } from './account-props.js';

type Sent = Partial<Pick<AccountProps, 'name' | 'fields' | 'waitSeconds' | 'notice'>>;

/** Everybody's own account: name, password, and where they are signed in. */
@ConsolePages('account')
@RequirePermission('authenticated')
export class AccountPageController {
  constructor(
    @Inject(OwnAccount) private readonly account: OwnAccount,
    @Inject(SignIn) private readonly signIn: SignIn,
  ) {}

  @Get()
  async show(
    @CurrentSession() session: Session,
    @Query() { notice }: ListQueryDto,
    @Headers('cookie') cookie: string | undefined,
  ): Promise<Page> {
    return this.page(session, cookie, { notice });
  }

  @Post('name')
  async rename(
    @Form() form: URLSearchParams,
    @CurrentSession() session: Session,
    @Headers('cookie') cookie: string | undefined,
  ): Promise<Page | Redirect> {
    const name = textOf(form, 'name');
    try {
      await this.account.rename(session, name);
      return back('name_saved');
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return this.page(session, cookie, { name, fields: error.fields }, error.status);
    }
  }

  @Post('password')
  async changePassword(
    @Form() form: URLSearchParams,
    @CurrentSession() session: Session,
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | Redirect> {
    const given = { current: textOf(form, 'current'), password: textOf(form, 'password'), address: ip };
    try {
      const { setCookie } = await this.signIn.changePassword(session, given);
      void reply.header('set-cookie', setCookie);
      return back('password_changed');
    } catch (error) {
      if (error instanceof ValidationFailed)
        return this.page(session, headers.cookie, { fields: error.fields }, error.status);
      if (!(error instanceof TooManyRequests)) throw error;
      void reply.headers(error.headers);
      const waitSeconds = Number(error.headers['retry-after']);
      return this.page(session, headers.cookie, { waitSeconds }, error.status);
    }
  }

  private async page(session: Session, cookie: string | undefined, sent: Sent, status = 200): Promise<Page> {
    const [person, sessions] = await Promise.all([
      this.account.person(session),
      this.account.sessions(session),
    ]);
    const language = chosenLanguageOf(cookie);
    return accountPage({ person, sessions, name: person.name, fields: {}, language, ...sent }, status);
  }
}

const back = (notice: NoticeKey): Redirect => new Redirect(withQuery(paths.account, { notice }));
