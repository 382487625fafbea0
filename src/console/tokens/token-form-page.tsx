import type { Permission } from '@app/access';
import type { FieldErrors } from '@app/rest';
import type { JSX } from 'preact';
import { CardForm } from '../layout/card-form.js';
import { TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { type FaultSentence, readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { PermissionFields } from '../permissions/permission-fields.js';
import type { TokenValues } from './token-values.js';

export interface TokenFormProps {
  readonly organizer: string;
  readonly values: TokenValues;
  readonly held: readonly Permission[];
  readonly fields: FieldErrors;
}

const sentences: readonly FaultSentence[] = [
  [/^Datetime has wrong format\./, ({ tokens }) => tokens.form.faults.wrongDate],
  [/no more than (\d+) active tokens/, ({ tokens }, most) => tokens.form.faults.tooMany(most)],
  [/^This moment is in the past\.$/, ({ tokens }) => tokens.form.faults.past],
];

export function tokenFormPage(props: TokenFormProps, status = 200): Page {
  return new Page({
    status,
    title: ({ tokens }) => tokens.form.title,
    section: 'tokens',
    body: <TokenForm {...props} />,
  });
}

function TokenForm({ organizer, values, held, fields }: TokenFormProps): JSX.Element {
  const texts = useTexts();
  const { form } = texts.tokens;
  const faults = readableFaults(fields, texts, sentences);
  return (
    <CardForm
      title={form.title}
      faults={faults}
      submit={form.submit}
      cancel={form.cancel}
      back={paths.tokens(organizer)}
    >
      <TextInput
        name="name"
        label={form.name}
        hint={form.nameHint}
        value={values.name}
        faults={faults}
        isRequired
        input={{ maxLength: 190, autocomplete: 'off' }}
      />
      <PermissionFields hint={form.permissionsHint} ticked={values.permissions} held={held} faults={faults} />
      <TextInput
        name="expires"
        label={form.expires}
        type="date"
        hint={form.expiresHint}
        value={values.expires}
        faults={faults}
      />
    </CardForm>
  );
}
