import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';
import { Notice } from '../layout/notice.js';
import { PageTitle } from '../layout/page-title.js';
import { Page } from '../layout/page.js';
import type { AccountProps } from './account-props.js';
import { LookCard } from './look-card.js';
import { NameForm } from './name-form.js';
import { PasswordForm } from './password-form.js';
import { SessionsCard } from './sessions-card.js';

/** What everybody may see and change of themselves. */
export function accountPage(props: AccountProps, status = 200): Page {
  return new Page({
    status,
    title: ({ account }) => account.title,
    scripts: ['theme-choice.js'],
    body: <Account {...props} />,
  });
}

function Account(props: AccountProps): JSX.Element {
  const { account } = useTexts();
  const { person, sessions, language, notice } = props;
  return (
    <div class="db-form">
      <Notice name={notice} />
      <PageTitle title={account.title} intro={person.email} />
      {person.isAdministrator && <p class="db-quiet">{account.administrator}</p>}
      <NameForm {...props} />
      <PasswordForm {...props} />
      <LookCard language={language} />
      <SessionsCard sessions={sessions} />
    </div>
  );
}
