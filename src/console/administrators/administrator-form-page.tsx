import type { FieldErrors } from '@app/rest';
import type { Invitation } from '@contracts/organizers';
import type { JSX } from 'preact';
import { CardForm } from '../layout/card-form.js';
import { useTexts } from '../layout/frame.js';
import { Banner } from '../layout/notice.js';
import { Page } from '../layout/page.js';
import { readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { personFaults, WhoFields } from '../people/who-fields.js';

export interface AdministratorFormProps {
  readonly values: Invitation;
  readonly fields: FieldErrors;
}

export function administratorFormPage(props: AdministratorFormProps, status = 200): Page {
  return new Page({
    status,
    title: ({ administrators }) => administrators.form.title,
    body: <AdministratorForm {...props} />,
  });
}

function AdministratorForm({ values, fields }: AdministratorFormProps): JSX.Element {
  const texts = useTexts();
  const { form } = texts.administrators;
  const faults = readableFaults(fields, texts, personFaults);
  return (
    <CardForm
      title={form.title}
      faults={faults}
      submit={form.submit}
      cancel={form.cancel}
      back={paths.administrators}
    >
      <Banner tone="warning">{form.warning}</Banner>
      <WhoFields values={values} faults={faults} />
    </CardForm>
  );
}
