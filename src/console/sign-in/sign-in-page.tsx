import type { JSX } from 'preact';
import { FormSummary, type FormFaults, FormToken, TextInput } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { Notice } from '../layout/notice.js';
import { Page } from '../layout/page.js';
import { paths, withQuery } from '../paths.js';

export interface SignInPageProps {
  readonly email: string;
  /** Where to go afterwards: a path of ours. */
  readonly next: string | undefined;
  readonly notice?: string | undefined;
  /** Whether an identity provider is configured. */
  readonly isSignOnOffered: boolean;
  /** Why nobody was let in. */
  readonly refusal?: 'refused' | { readonly seconds: number } | undefined;
}

export function signInPage(props: SignInPageProps, status = 200): Page {
  return new Page({ status, title: ({ signIn }) => signIn.title, body: <SignInForm {...props} /> });
}

function SignInForm({ email, next, notice, refusal, isSignOnOffered }: SignInPageProps): JSX.Element {
  const { signIn } = useTexts();
  return (
    <div class="db-narrow">
      <Notice name={notice} />
      <form class="card" method="post" action={paths.signIn}>
        <div class="card-body">
          <h1 class="h2 mb-4">{signIn.title}</h1>
          <FormToken />
          {next !== undefined && <input type="hidden" name="next" value={next} />}
          <Refusal refusal={refusal} />
          <Credentials email={email} />
          <button class="btn btn-primary w-100">{signIn.submit}</button>
          <p class="db-quiet mt-3 mb-0">{signIn.forgotten}</p>
        </div>
      </form>
      {isSignOnOffered && (
        <a class="btn w-100 mt-3" href={withQuery(paths.singleSignOn, { next })}>
          {signIn.singleSignOn}
        </a>
      )}
    </div>
  );
}

function Credentials({ email }: Pick<SignInPageProps, 'email'>): JSX.Element {
  const { signIn } = useTexts();
  return (
    <>
      <TextInput
        name="email"
        label={signIn.email}
        type="email"
        value={email}
        faults={{}}
        isRequired
        input={{ autocomplete: 'username', autofocus: email === '' }}
      />
      <TextInput
        name="password"
        label={signIn.password}
        type="password"
        value=""
        faults={{}}
        isRequired
        input={{ autocomplete: 'current-password', autofocus: email !== '' }}
      />
    </>
  );
}

function Refusal({ refusal }: Pick<SignInPageProps, 'refusal'>): JSX.Element | null {
  const { signIn } = useTexts();
  if (refusal === undefined) return null;
  const text = refusal === 'refused' ? signIn.refused : signIn.throttled(refusal.seconds);
  const faults: FormFaults = { non_field_errors: [text] };
  return <FormSummary faults={faults} text={text} />;
}
