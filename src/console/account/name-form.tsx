import type { JSX } from 'preact';
import { FormToken, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { personFaults } from '../people/who-fields.js';
import type { AccountProps } from './account-props.js';

export function NameForm({ name, fields }: AccountProps): JSX.Element {
  const texts = useTexts();
  const { name: own } = texts.account;
  return (
    <form class="card mb-3" method="post" action={paths.accountName}>
      <div class="card-body">
        <h2 class="h3">{own.title}</h2>
        <FormToken />
        <TextInput
          name="name"
          label={own.label}
          hint={own.hint}
          value={name}
          faults={readableFaults(fields, texts, personFaults)}
          isRequired
          input={{ autocomplete: 'name', maxLength: 190 }}
        />
        <button class="btn">{own.submit}</button>
      </div>
    </form>
  );
}
