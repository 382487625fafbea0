import type { IncomingHttpHeaders } from 'node:http';
import {
  CurrentOrganizer,
  CurrentPrincipal,
  type OrganizerScope,
  type Principal,
  RequirePermission,
} from '@app/access';
import { objectId } from '@app/rest';
import { WebhookOverview, type WebhookSummary } from '@contracts/webhooks';
import { Get, Headers, Inject, Param, Post } from '@nestjs/common';
import { Form } from '../../access/form.decorator.js';
import { type Page, Redirect } from '../../layout/page.js';
import { paths, withQuery } from '../../paths.js';
import { ConsolePages } from '../../serving/console-pages.decorator.js';
import { languageOf } from '../../texts/language.js';
import { emptyForm, type FormValues, readIntent, readValues, valuesOf } from './form-values.js';
import { type SentForm, WebhookSaving } from './webhook-saving.service.js';
import { webhookFormPage } from './webhook-form-page.js';
import { WebhookFormService } from './webhook-form.service.js';

/** Creates webhooks and changes them. */
@ConsolePages('organizers/:organizer/webhooks')
@RequirePermission('can_change_organizer_settings')
export class WebhookFormController {
  constructor(
    private readonly forms: WebhookFormService,
    private readonly saving: WebhookSaving,
    @Inject(WebhookOverview) private readonly webhooks: WebhookOverview,
  ) {}

  @Get('new')
  async new(
    @CurrentOrganizer() organizer: OrganizerScope,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<Page> {
    return this.page({ values: emptyForm, faults: {} }, undefined, organizer, headers);
  }

  @Post('new')
  async create(
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<Page | Redirect> {
    const sent = await this.saving.take(readValues(form), readIntent(form), undefined, {
      editor: { organizerId: organizer.id, principal },
      language: languageOf(headers),
    });
    if (!('done' in sent)) return this.page(sent, undefined, organizer, headers);
    return new Redirect(withQuery(paths.webhook(organizer.slug, sent.id), { notice: sent.done }));
  }

  @Get(':id/edit')
  async edit(
    @Param('id') id: string,
    @CurrentOrganizer() organizer: OrganizerScope,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<Page> {
    const webhook = await this.webhooks.require(organizer.id, objectId(id, 'WebHook'));
    return this.page({ values: valuesOf(webhook), faults: {} }, webhook, organizer, headers);
  }

  @Post(':id/edit')
  async change(
    @Param('id') id: string,
    @Form() form: URLSearchParams,
    @CurrentOrganizer() organizer: OrganizerScope,
    @CurrentPrincipal() principal: Principal,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<Page | Redirect> {
    const webhook = await this.webhooks.require(organizer.id, objectId(id, 'WebHook'));
    const sent = await this.saving.take(readValues(form), readIntent(form), webhook, {
      editor: { organizerId: organizer.id, principal },
      language: languageOf(headers),
    });
    if (!('done' in sent)) return this.page(sent, webhook, organizer, headers);
    return new Redirect(withQuery(paths.webhook(organizer.slug, sent.id), { notice: sent.done }));
  }

  private async page(
    { values, faults }: Pick<SentForm, 'faults'> & { readonly values: FormValues },
    webhook: WebhookSummary | undefined,
    organizer: OrganizerScope,
    headers: IncomingHttpHeaders,
  ): Promise<Page> {
    const offers = await this.forms.offers(values, { organizer, language: languageOf(headers) });
    return webhookFormPage({ organizer: organizer.slug, webhook, values, faults, offers });
  }
}
