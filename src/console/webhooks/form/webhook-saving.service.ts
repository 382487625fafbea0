import { ValidationFailed } from '@app/rest';
import { WebhookEditing, type WebhookEditor, type WebhookSummary } from '@contracts/webhooks';
import { Inject, Injectable } from '@nestjs/common';
import type { FormFaults } from '../../layout/form-fields.js';
import type { NoticeKey } from '../../layout/notice.js';
import { type Language, textsOf } from '../../texts/language.js';
import { readableFaults } from '../../layout/readable-faults.js';
import { webhookFaults } from './form-faults.js';
import { changedFields, fieldsOf, type FormIntent, type FormValues } from './form-values.js';
import { WebhookFormService } from './webhook-form.service.js';

/** The form goes back to the reader, with nothing of it lost. */
export interface SentForm {
  readonly values: FormValues;
  readonly faults: FormFaults;
}

/** It was saved; what to tell. */
export interface SavedForm {
  readonly done: NoticeKey;
  /** Of the webhook. */
  readonly id: number;
}

export interface SavingContext {
  readonly editor: WebhookEditor;
  readonly language: Language;
}

/** Does what the pressed button asks for. */
@Injectable()
export class WebhookSaving {
  constructor(
    private readonly forms: WebhookFormService,
    @Inject(WebhookEditing) private readonly webhooks: WebhookEditing,
  ) {}

  /** @param webhook the one that is edited; undefined: a new one is made */
  async take(
    values: FormValues,
    intent: FormIntent,
    webhook: WebhookSummary | undefined,
    context: SavingContext,
  ): Promise<SentForm | SavedForm> {
    if (intent.kind === 'group') {
      const actionTypes = [...new Set([...values.actionTypes, ...this.forms.typesOf(intent.group)])];
      return { values: { ...values, actionTypes }, faults: {} };
    }
    if (intent.kind === 'find') return { values: { ...values, allEvents: false }, faults: {} };
    const faults = ownFaults(values, webhook, context.language);
    if (Object.keys(faults).length > 0) return { values, faults };
    try {
      return await this.save(values, webhook, context.editor);
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return { values, faults: readableFaults(error.fields, textsOf(context.language), webhookFaults) };
    }
  }

  private async save(
    values: FormValues,
    webhook: WebhookSummary | undefined,
    editor: WebhookEditor,
  ): Promise<SavedForm> {
    if (!webhook) return { done: 'created', id: await this.webhooks.create(fieldsOf(values), editor) };
    const changed = changedFields(values, webhook);
    const { id } = webhook;
    if (Object.keys(changed).length === 0) return { done: 'nothing_changed', id };
    await this.webhooks.update(id, changed, editor);
    return { done: 'saved', id };
  }
}

/** What the API would take, and nobody wants: no type at all, or the stars of a hidden URL as if they were one. */
function ownFaults(values: FormValues, webhook: WebhookSummary | undefined, language: Language): FormFaults {
  const { webhooks, forms } = textsOf(language);
  const { targetUrl, actionTypes } = values;
  const isChangedMask = targetUrl.includes('***') && targetUrl !== webhook?.shownUrl;
  return {
    ...(targetUrl === '' ? { target_url: [forms.faults.required] } : {}),
    ...(isChangedMask ? { target_url: [webhooks.form.urlMasked] } : {}),
    ...(actionTypes.length === 0 ? { action_types: [webhooks.form.faults.types] } : {}),
  };
}
