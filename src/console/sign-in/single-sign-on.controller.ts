import { RequirePermission } from '@app/access';
import type { BaseUrlRequest } from '@app/rest';
import { SingleSignOn, singleSignOnPath } from '@contracts/organizers';
import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownPath } from '../layout/own-path.js';
import { Redirect } from '../layout/page.js';
import { paths } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { SignInQueryDto } from './sign-in-query.dto.js';

const found = 302;

/** In by way of the identity provider of the settings. */
@ConsolePages('sign-in/single-sign-on')
@RequirePermission('public')
export class SingleSignOnController {
  constructor(@Inject(SingleSignOn) private readonly signOn: SingleSignOn) {}

  /** The one answer of the console that leads elsewhere: to the provider, and nowhere that a request says. */
  @Get('start')
  async begin(
    @Query() { next }: SignInQueryDto,
    @Req() { baseUrl }: BaseUrlRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { url, setCookie } = await this.signOn.begin(baseUrl + singleSignOnPath, ownPath(next));
    void reply.status(found).header('set-cookie', setCookie).header('location', url);
    return '';
  }

  @Get()
  async complete(
    @Req() { baseUrl, url, headers, ip }: FastifyRequest & BaseUrlRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Redirect> {
    const given = { url: baseUrl + url, cookieHeader: headers.cookie, address: ip };
    const { setCookie, next } = await this.signOn.complete(given);
    void reply.header('set-cookie', setCookie);
    return new Redirect(ownPath(next) ?? paths.home);
  }
}
