import type { IncomingHttpHeaders } from 'node:http';
import { CurrentOrganizer, type OrganizerScope, RequirePermission } from '@app/access';
import { Headers, Post } from '@nestjs/common';
import { Form } from '../../access/form.decorator.js';
import { Fragment } from '../../layout/page.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { languageOf } from '../../texts/language.js';
import { foundEventsFragment } from './event-fields.js';
import { readValues } from './form-values.js';
import { urlHintsFragment } from './url-field.js';
import { UrlHints } from './url-hints.service.js';
import { WebhookFormService } from './webhook-form.service.js';

/** Parts of the form that follow what is typed. What is typed is sent in a body: an address keeps credentials too long. */
@ConsolePages('organizers/:organizer/webhook-form')
@RequirePermission('can_change_organizer_settings')
export class FormPartsController {
  constructor(
    private readonly forms: WebhookFormService,
    private readonly hints: UrlHints,
  ) {}

  @Post('url-hints')
  urlHints(@Form() form: URLSearchParams): Fragment {
    return urlHintsFragment(this.hints.of(readValues(form).targetUrl));
  }

  @Post('events')
  async events(
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<Fragment> {
    const { eventSearch, limitEvents } = readValues(form);
    const asker = { organizer, language: languageOf(headers) };
    return foundEventsFragment(await this.forms.find(eventSearch, limitEvents, asker));
  }
}
