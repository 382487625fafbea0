import { RequirePermission } from '@app/access';
import { Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings.js';
import { Form, textOf } from '../access/form.decorator.js';
import { Redirect } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';
import { ConsolePages } from '../serving/console-pages.decorator.js';
import { languageCookie } from '../texts/language.js';

/** The language of the pages in one browser: no matter of the account. */
@ConsolePages('language')
@RequirePermission('authenticated')
export class LanguageController {
  private readonly isSecure: boolean;

  constructor(@Inject(Settings) { publicUrl }: Settings) {
    this.isSecure = publicUrl?.startsWith('https:') ?? false;
  }

  @Post()
  choose(@Form() form: URLSearchParams, @Res({ passthrough: true }) reply: FastifyReply): Redirect {
    void reply.header('set-cookie', languageCookie(textOf(form, 'language'), this.isSecure));
    return new Redirect(withQuery(paths.account, { notice: 'language_saved' }));
  }
}
