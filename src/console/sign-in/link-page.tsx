import { type OpenLink, passwordLength } from '@contracts/organizers';
import type { JSX } from 'preact';
import { type FormFaults, FormSummary, FormToken, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';

export interface LinkPageProps {
  readonly link: OpenLink;
  /** What was typed before. */
  readonly email: string;
  readonly name: string;
  readonly faults: FormFaults;
}

export function linkPage(props: LinkPageProps, status = 200): Page {
  const { purpose } = props.link;
  return new Page({ status, title: ({ link }) => link.title[purpose], body: <LinkForm {...props} /> });
}

/** Sent to its own address, which holds the link. */
function LinkForm({ link, email, name, faults }: LinkPageProps): JSX.Element {
  const { link: texts, forms } = useTexts();
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

function WhoAreYou({ email, name, faults }: Omit<LinkPageProps, 'link'>): JSX.Element {
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
