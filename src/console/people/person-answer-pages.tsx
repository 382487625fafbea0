import { type Member, pathOfLink, type SignInLink } from '@contracts/organizers';
import type { JSX } from 'preact';
import { Confirmation } from '../layout/confirmation.js';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { ShownOnce } from '../layout/shown-once.js';
import { Time } from '../layout/time.js';
import { paths } from '../paths.js';

interface PersonOf {
  readonly person: Member;
  readonly organizer: string;
}

interface MadeLinkProps extends PersonOf {
  readonly link: SignInLink;
  /** Where people reach us. */
  readonly baseUrl: string;
}

/** The answer to a form, and never the page of an address: nobody comes back to it. */
export function madeLinkPage(props: MadeLinkProps): Page {
  return new Page({
    title: ({ people }) => people.link.made(props.person.name),
    section: 'people',
    scripts: ['copy.js'],
    body: <MadeLink {...props} />,
  });
}

function MadeLink({ person, organizer, link, baseUrl }: MadeLinkProps): JSX.Element {
  const { link: texts } = useTexts().people;
  return (
    <ShownOnce
      title={texts.made(person.name)}
      text={texts.handOver}
      label={texts.field}
      secret={`${baseUrl}${pathOfLink(link.token)}`}
      done={texts.done}
      back={paths.people(organizer)}
    >
      <p class="form-hint">
        {texts.until} <Time at={link.expires} />
      </p>
    </ShownOnce>
  );
}

export function askForLinkPage(props: PersonOf): Page {
  return new Page({
    title: ({ people }) => people.link.title(props.person.name),
    section: 'people',
    body: <AskForLink {...props} />,
  });
}

function AskForLink({ person, organizer }: PersonOf): JSX.Element {
  const { link } = useTexts().people;
  return (
    <Confirmation
      title={link.title(person.name)}
      submit={link.submit}
      cancel={link.cancel}
      back={paths.person(organizer, person.id)}
    >
      <p>{link.text}</p>
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
