import { linkHours, pathOfLink, type Person, type SignInLink } from '@contracts/organizers';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';
import { Page, type Section } from '../layout/page.js';
import { ShownOnce } from '../layout/shown-once.js';
import { Time } from '../layout/time.js';

export interface MadeLinkProps {
  readonly person: Pick<Person, 'name'>;
  readonly link: SignInLink;
  /** Where people reach us. */
  readonly baseUrl: string;
  /** The list that the person stands in. */
  readonly back: string;
  readonly section?: Section;
}

/** The answer to a form, and never the page of an address: nobody comes back to it. */
export function madeLinkPage(props: MadeLinkProps): Page {
  const { person, section } = props;
  return new Page({
    title: ({ people }) => people.link.made(person.name),
    ...(section ? { section } : {}),
    scripts: ['copy.js'],
    body: <MadeLink {...props} />,
  });
}

function MadeLink({ person, link, baseUrl, back }: MadeLinkProps): JSX.Element {
  const { link: texts } = useTexts().people;
  return (
    <ShownOnce
      title={texts.made(person.name)}
      text={texts.handOver(linkHours)}
      label={texts.field}
      secret={`${baseUrl}${pathOfLink(link.token)}`}
      done={texts.done}
      back={back}
    >
      <p class="form-hint">
        {texts.until} <Time at={link.expires} />
      </p>
    </ShownOnce>
  );
}
