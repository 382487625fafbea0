import type { Permission } from '@app/access';
import type { JSX } from 'preact';
import { paths } from '../paths.js';
import { FormToken } from './form-fields.js';
import { useFrame, useTexts, type Viewer } from './frame.js';
import { Icon } from './icons.js';
import { type Section, sections } from './page.js';

const sectionPaths: Readonly<Record<Section, (organizer: string) => string>> = {
  webhooks: paths.webhooks,
  tokens: paths.tokens,
  people: paths.people,
  audit: paths.auditTrail,
};

/** As on the handlers of the pages. */
const sectionPermissions: Readonly<Record<Section, Permission>> = {
  webhooks: 'can_change_organizer_settings',
  tokens: 'can_change_organizer_settings',
  people: 'can_change_organizer_settings',
  audit: 'can_change_organizer_settings',
};

/** The pages of the organizer that the reader may see. */
export function Navigation({ section }: { readonly section: Section | undefined }): JSX.Element {
  const { organizer, texts } = useFrame();
  const seen = sections.filter((name) => organizer!.permissions.includes(sectionPermissions[name]));
  return (
    <nav aria-label={texts.layout.navigation}>
      <ul class="db-nav">
        {seen.map((name) => (
          <li key={name}>
            <a
              href={sectionPaths[name](organizer!.slug)}
              {...(name === section ? { 'aria-current': 'page' as const } : {})}
            >
              {texts.layout.sections[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same, folded: where there is no room for tabs. */
export function PhoneMenu({ section }: { readonly section: Section | undefined }): JSX.Element {
  const texts = useTexts();
  return (
    <details class="db-phone-menu">
      <summary class="btn btn-icon" aria-label={texts.layout.menu}>
        <Icon name="menu" />
      </summary>
      <div class="db-menu-body">
        <Navigation section={section} />
      </div>
    </details>
  );
}

/** Who is signed in, and the way out. */
export function AccountMenu({ viewer }: { readonly viewer: Viewer }): JSX.Element {
  const texts = useTexts();
  return (
    <details class="db-account">
      <summary aria-label={texts.layout.account(viewer.name)}>
        <span class="avatar avatar-sm rounded-circle" aria-hidden="true">
          {initialsOf(viewer.name)}
        </span>
      </summary>
      <div class="db-menu-body">
        <p class="db-menu-name">{viewer.name}</p>
        <a class="db-menu-item" href={paths.account}>
          {texts.layout.ownAccount}
        </a>
        {viewer.isAdministrator && (
          <a class="db-menu-item db-phone-only" href={paths.operations}>
            {texts.operations.title}
          </a>
        )}
        {viewer.isAdministrator && (
          <a class="db-menu-item" href={paths.administrators}>
            {texts.administrators.title}
          </a>
        )}
        <form method="post" action={paths.signOut}>
          <FormToken />
          <button class="db-menu-item">{texts.layout.signOut}</button>
        </form>
      </div>
    </details>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@._-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0)!).toUpperCase())
    .join('');
}
