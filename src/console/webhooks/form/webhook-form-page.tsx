import type { WebhookSummary } from '@contracts/webhooks';
import type { JSX } from 'preact';
import { ActionCard } from '../../layout/action-card.js';
import { FormSummary, type FormFaults, FormToken, TextInput } from '../../layout/form-fields.js';
import { useTexts } from '../../layout/frame.js';
import { Page } from '../../layout/page.js';
import { paths } from '../../paths.js';
import { EventFields } from './event-fields.js';
import type { FormValues } from './form-values.js';
import { SampleAside } from './sample-aside.js';
import { TypeFields } from './type-fields.js';
import { UrlField } from './url-field.js';
import type { FormOffers } from './webhook-form.service.js';

export interface WebhookFormProps {
  readonly organizer: string;
  /** The one that is edited; undefined: it will be a new one. */
  readonly webhook: WebhookSummary | undefined;
  readonly values: FormValues;
  readonly faults: FormFaults;
  readonly offers: FormOffers;
}

const badRequest = 400;

export function webhookFormPage(props: WebhookFormProps): Page {
  const { webhook, faults } = props;
  return new Page({
    title: ({ webhooks }) => (webhook ? webhooks.form.editTitle : webhooks.form.createTitle),
    status: Object.keys(faults).length > 0 ? badRequest : 200,
    section: 'webhooks',
    scripts: ['webhook-form.js'],
    body: <WebhookForm {...props} />,
  });
}

function WebhookForm(props: WebhookFormProps): JSX.Element {
  const { webhooks, forms } = useTexts();
  const { organizer, webhook, values, faults, offers } = props;
  return (
    <>
      <div class="db-title">
        <h1>{webhook ? webhooks.form.editTitle : webhooks.form.createTitle}</h1>
      </div>
      <FormSummary faults={faults} text={forms.seeBelow} />
      <div class="db-with-aside">
        <form
          class="card"
          method="post"
          action={webhook ? paths.editWebhook(organizer, webhook.id) : paths.newWebhook(organizer)}
          novalidate={Object.keys(faults).length > 0}
          data-webhook-form
        >
          <DefaultButton />
          <FormToken />
          <div class="card-body">
            <Fields {...props} />
          </div>
          <Actions organizer={organizer} isNew={!webhook} />
        </form>
        <SampleAside groups={offers.groups} values={values} patience={offers.patience} />
      </div>
      {webhook && <Deletion organizer={organizer} id={webhook.id} />}
    </>
  );
}

function Deletion({ organizer, id }: { readonly organizer: string; readonly id: number }): JSX.Element {
  const { delete: texts } = useTexts().calls.actions;
  return (
    <div class="mt-4">
      <ActionCard title={texts.section} text={texts.explain}>
        <a class="btn btn-outline-danger" href={paths.deleteWebhook(organizer, id)}>
          {texts.ask}
        </a>
      </ActionCard>
    </div>
  );
}

/** What Enter presses: the first button of a form, which would else be one that ticks a group. */
function DefaultButton(): JSX.Element {
  return (
    <button class="visually-hidden" name="intent" value="enter" tabIndex={-1} aria-hidden="true">
      {useTexts().webhooks.form.save}
    </button>
  );
}

function Fields({ organizer, webhook, values, faults, offers }: WebhookFormProps): JSX.Element {
  return (
    <>
      <UrlField
        organizer={organizer}
        value={values.targetUrl}
        isMasked={webhook?.shownUrl?.includes('***') ?? false}
        faults={faults}
        hints={offers.urlHints}
      />
      <TypeFields
        groups={offers.groups}
        unregistered={offers.unregistered}
        ticked={new Set(values.actionTypes)}
        faults={faults}
      />
      <EventFields
        organizer={organizer}
        allEvents={values.allEvents}
        chosen={offers.chosen}
        found={offers.found}
        search={values.eventSearch}
        faults={faults}
      />
      <CommentAndSwitch values={values} faults={faults} />
    </>
  );
}

function CommentAndSwitch({ values, faults }: Pick<WebhookFormProps, 'values' | 'faults'>): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <>
      <TextInput
        name="comment"
        label={form.comment}
        hint={form.commentHint}
        value={values.comment}
        faults={faults}
        input={{ maxLength: 255 }}
      />
      <label class="form-check form-switch">
        <input
          class="form-check-input"
          type="checkbox"
          name="enabled"
          value="true"
          checked={values.enabled}
        />
        <span class="form-check-label">
          {form.enabled}
          <span class="form-check-description db-quiet">{form.enabledHint}</span>
        </span>
      </label>
    </>
  );
}

function Actions({ organizer, isNew }: { readonly organizer: string; readonly isNew: boolean }): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <div class="card-footer db-actions">
      <a class="btn btn-link" href={paths.webhooks(organizer)}>
        {form.cancel}
      </a>
      <button class="btn btn-primary" name="intent" value="save">
        {isNew ? form.create : form.save}
      </button>
    </div>
  );
}
