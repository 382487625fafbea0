import { RequirePermission } from '@app/access';
import { ValidationFailed } from '@app/rest';
import { LinkInvalid, type LinkSignIn, type OpenLink, SignIn } from '@contracts/organizers';
import { Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Form, textOf } from '../access/form.decorator.js';
import { type Page, Redirect } from '../layout/page.js';
import { paths } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { linkPage } from './link-page.js';

/** In with a link that works once: the first administrator, whoever was invited, and who has forgotten the password. */
@ConsolePages('sign-in/link')
@RequirePermission('public')
export class LinkController {
  constructor(@Inject(SignIn) private readonly signIn: SignIn) {}

  @Get(':token')
  @Header('referrer-policy', 'no-referrer')
  async show(@Param('token') token: string): Promise<Page> {
    const link = await this.require(token);
    return linkPage({ link, email: '', name: '', fields: {} });
  }

  @Post(':token')
  async use(
    @Param('token') token: string,
    @Form() form: URLSearchParams,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | Redirect> {
    const link = await this.require(token);
    const [email, name] = [textOf(form, 'email').trim(), textOf(form, 'name').trim()];
    const given: LinkSignIn = {
      password: textOf(form, 'password'),
      address: ip,
      ...(link.purpose === 'first' ? { email, name } : {}),
    };
    try {
      const { setCookie } = await this.signIn.byLink(token, given);
      void reply.header('set-cookie', setCookie);
      return new Redirect(paths.home);
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return linkPage({ link, email, name, fields: error.fields }, error.status);
    }
  }

  /** @throws LinkInvalid */
  private async require(token: string): Promise<OpenLink> {
    const link = await this.signIn.openLink(token);
    if (!link) throw new LinkInvalid();
    return link;
  }
}
