import type { FieldErrors } from '@app/rest';
import { type OpenLink, passwordLength } from '@contracts/organizers';
import type { JSX } from 'preact';
import { type FormFaults, FormSummary, FormToken, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { readableFaults } from '../layout/readable-faults.js';
import { personFaults } from '../people/who-fields.js';
import { passwordFaults } from './password-faults.js';

export interface LinkPageProps {
  readonly link: OpenLink;
  /** What was typed before. */
  readonly email: string;
  readonly name: string;
  readonly fields: FieldErrors;
}

export function linkPage(props: LinkPageProps, status = 200): Page {
  const { purpose } = props.link;
  return new Page({ status, title: ({ link }) => link.title[purpose], body: <LinkForm {...props} /> });
}

/** Sent to its own address, which holds the link. */
function LinkForm({ link, email, name, fields }: LinkPageProps): JSX.Element {
  const all = useTexts();
  const { link: texts, forms } = all;
  const faults = readableFaults(fields, all, [...passwordFaults, ...personFaults]);
  return (
    <div class="db-narrow">
      <form class="card" method="post">
        <div class="card-body">
          <h1 class="h2">{texts.title[link.purpose]}</h1>
          <p class="db-quiet">{texts.intro[link.purpose]}</p>
          <FormToken />
          <FormSummary faults={faults} text={forms.seeBelow} />
          {link.purpose === 'first' ? (
            <WhoAreYou email={email} name={name} faults={faults} />
          ) : (
            <input type="hidden" name="username" value={link.email ?? ''} autocomplete="username" />
          )}
          <TextInput
            name="password"
            label={texts.newPassword}
            type="password"
            value=""
            hint={texts.passwordHint(passwordLength.min)}
            faults={faults}
            isRequired
            input={{ autocomplete: 'new-password', minLength: passwordLength.min }}
          />
          <button class="btn btn-primary w-100">{texts.submit}</button>
        </div>
      </form>
    </div>
  );
}

interface WhoAreYouProps extends Pick<LinkPageProps, 'email' | 'name'> {
  readonly faults: FormFaults;
}

function WhoAreYou({ email, name, faults }: WhoAreYouProps): JSX.Element {
  const { link, signIn } = useTexts();
  return (
    <>
      <TextInput
        name="name"
        label={link.name}
        value={name}
        faults={faults}
        isRequired
        input={{ autocomplete: 'name' }}
      />
      <TextInput
        name="email"
        label={signIn.email}
        type="email"
        value={email}
        faults={faults}
        isRequired
        input={{ autocomplete: 'username' }}
      />
    </>
  );
}
