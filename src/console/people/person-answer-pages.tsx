import { linkHours, type Member, type Person } from '@contracts/organizers';
import type { JSX } from 'preact';
import { Confirmation } from '../layout/confirmation.js';
import { useTexts } from '../layout/frame.js';
import { Page, type Section } from '../layout/page.js';
import { paths } from '../paths.js';

interface PersonOf {
  readonly person: Member;
  readonly organizer: string;
}

interface AskForLinkProps {
  readonly person: Pick<Person, 'name'>;
  /** Where it is called off. */
  readonly back: string;
  readonly section?: Section;
}

export function askForLinkPage(props: AskForLinkProps): Page {
  const { person, section } = props;
  return new Page({
    title: ({ people }) => people.link.title(person.name),
    ...(section ? { section } : {}),
    body: <AskForLink {...props} />,
  });
}

function AskForLink({ person, back }: AskForLinkProps): JSX.Element {
  const { link } = useTexts().people;
  return (
    <Confirmation title={link.title(person.name)} submit={link.submit} cancel={link.cancel} back={back}>
      <p>{link.text(linkHours)}</p>
    </Confirmation>
  );
}

export function askToRemovePage(props: PersonOf & { readonly isSelf: boolean }): Page {
  return new Page({
    title: ({ people }) => people.remove.title(props.person.name),
    section: 'people',
    body: <AskToRemove {...props} />,
  });
}

function AskToRemove({ person, organizer, isSelf }: PersonOf & { readonly isSelf: boolean }): JSX.Element {
  const { remove } = useTexts().people;
  return (
    <Confirmation
      title={remove.title(person.name)}
      submit={remove.submit}
      cancel={remove.cancel}
      back={paths.person(organizer, person.id)}
      isDangerous
    >
      <p>{remove.text}</p>
      {isSelf && !person.isAdministrator && <p>{remove.self}</p>}
    </Confirmation>
  );
}
