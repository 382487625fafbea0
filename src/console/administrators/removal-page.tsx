import type { Person } from '@contracts/organizers';
import type { JSX } from 'preact';
import { Confirmation } from '../layout/confirmation.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { paths } from '../paths.js';

export interface RemovalProps {
  readonly person: Person;
  readonly isSelf: boolean;
  /** Somebody must remain who can sign in. */
  readonly isLast: boolean;
}

export function removalPage(props: RemovalProps): Page {
  return new Page({
    title: ({ administrators }) => administrators.removal.title(props.person.name),
    body: <Removal {...props} />,
  });
}

function Removal({ person, isSelf, isLast }: RemovalProps): JSX.Element {
  const { removal } = useTexts().administrators;
  return (
    <Confirmation
      title={removal.title(person.name)}
      submit={isLast ? undefined : removal.submit}
      cancel={removal.cancel}
      back={paths.administrators}
      isDangerous
    >
      <p>{isLast ? removal.last : removal.text}</p>
      {isSelf && !isLast && <p>{removal.self}</p>}
    </Confirmation>
  );
}
