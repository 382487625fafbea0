import type { ApiToken, CreatedApiToken } from '@contracts/organizers';
import type { JSX } from 'preact';
import { Confirmation } from '../layout/confirmation.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { ShownOnce } from '../layout/shown-once.js';
import { paths } from '../paths.js';

/** The answer to the form, and never the page of an address: nobody comes back to it. */
export function createdTokenPage(created: CreatedApiToken, organizer: string): Page {
  return new Page({
    title: ({ tokens }) => tokens.made.title,
    section: 'tokens',
    scripts: ['copy.js'],
    body: <CreatedToken created={created} organizer={organizer} />,
  });
}

function CreatedToken({
  created,
  organizer,
}: {
  readonly created: CreatedApiToken;
  readonly organizer: string;
}): JSX.Element {
  const { made } = useTexts().tokens;
  return (
    <ShownOnce
      title={made.title}
      text={made.text}
      label={made.field(created.token.name)}
      secret={created.secret}
      done={made.done}
      back={paths.tokens(organizer)}
    />
  );
}

export function revokeTokenPage(token: ApiToken, organizer: string): Page {
  return new Page({
    title: ({ tokens }) => tokens.revoke.title(token.name),
    section: 'tokens',
    body: <RevokeToken token={token} organizer={organizer} />,
  });
}

function RevokeToken({
  token,
  organizer,
}: {
  readonly token: ApiToken;
  readonly organizer: string;
}): JSX.Element {
  const { revoke } = useTexts().tokens;
  return (
    <Confirmation
      title={revoke.title(token.name)}
      submit={revoke.submit}
      cancel={revoke.cancel}
      back={paths.tokens(organizer)}
      isDangerous
    >
      <p>{revoke.text}</p>
    </Confirmation>
  );
}
