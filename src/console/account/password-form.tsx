import { passwordLength } from '@contracts/organizers';
import type { JSX } from 'preact';
import { ActionCard } from '../layout/action-card.js';
import { type FormFaults, FormSummary, FormToken, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { readableFaults } from '../layout/readable-faults.js';
import { paths } from '../paths.js';
import { passwordFaults } from '../sign-in/password-faults.js';
import type { AccountProps } from './account-props.js';

/** Only for those who have one: it asks for the present one. */
export function PasswordForm({ person, fields, waitSeconds }: AccountProps): JSX.Element {
  const texts = useTexts();
  const { password } = texts.account;
  if (!person.hasPassword) return <ActionCard title={password.title} text={password.none} />;
  return (
    <form class="card mb-3" method="post" action={paths.accountPassword}>
      <div class="card-body">
        <h2 class="h3">{password.title}</h2>
        <FormToken />
        {waitSeconds !== undefined && <TriedTooOften seconds={waitSeconds} />}
        <input type="hidden" name="username" value={person.email} autocomplete="username" />
        <PasswordFields faults={readableFaults(fields, texts, passwordFaults)} />
        <p class="form-hint">{password.ends}</p>
        <button class="btn">{password.submit}</button>
      </div>
    </form>
  );
}

function PasswordFields({ faults }: { readonly faults: FormFaults }): JSX.Element {
  const { account, link } = useTexts();
  const { password } = account;
  return (
    <>
      <TextInput
        name="current"
        label={password.current}
        type="password"
        value=""
        faults={faults}
        isRequired
        input={{ autocomplete: 'current-password' }}
      />
      <TextInput
        name="password"
        label={password.fresh}
        hint={link.passwordHint(passwordLength.min)}
        type="password"
        value=""
        faults={faults}
        isRequired
        input={{ autocomplete: 'new-password', minLength: passwordLength.min }}
      />
    </>
  );
}

function TriedTooOften({ seconds }: { readonly seconds: number }): JSX.Element {
  const text = useTexts().signIn.throttled(seconds);
  return <FormSummary faults={{ non_field_errors: [text] }} text={text} />;
}
