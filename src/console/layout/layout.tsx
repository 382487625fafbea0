import type { ComponentChildren, JSX } from 'preact';
import { paths } from '../paths.js';
import { useFrame } from './frame.js';
import { Icon } from './icons.js';
import { AccountMenu, Navigation, PhoneMenu } from './navigation.js';
import type { PageScript, Section } from './page.js';

/** htmx runs no text of a page as a script, and writes no styles: the Content-Security-Policy would refuse both. */
const htmxConfig = JSON.stringify({
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
});

/** What a script changes in the page, it changes before anything is seen: nothing moves then. */
const beforePaint = { blocking: 'render' };

interface LayoutProps {
  readonly title: string;
  readonly section: Section | undefined;
  readonly scripts: readonly PageScript[];
  readonly children: ComponentChildren;
}

/** What stands around every page. */
export function Layout({ title, section, scripts, children }: LayoutProps): JSX.Element {
  const { language, texts } = useFrame();
  return (
    <html lang={language}>
      <Head title={title} scripts={scripts} />
      <body>
        <a class="db-skip" href="#content">
          {texts.layout.skip}
        </a>
        <div class="page">
          <Header section={section} />
          <div class="page-wrapper">
            <main id="content" class="container-xl db-content" tabIndex={-1}>
              {children}
            </main>
          </div>
        </div>
      </body>
    </html>
  );
}

function Head({ title, scripts }: Pick<LayoutProps, 'title' | 'scripts'>): JSX.Element {
  const { assets } = useFrame();
  return (
    <head>
      <meta charSet="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="htmx-config" content={htmxConfig} />
      <link rel="icon" href={assets['icon.svg']} type="image/svg+xml" />
      <link rel="stylesheet" href={assets['tabler.css']} />
      <link rel="stylesheet" href={assets['console.css']} />
      <script src={assets['theme.js']} />
      <script src={assets['htmx.js']} defer />
      {['times.js' as const, ...scripts].map((script) => (
        <script key={script} type="module" src={assets[script]} {...beforePaint} />
      ))}
    </head>
  );
}

function Header({ section }: Pick<LayoutProps, 'section'>): JSX.Element {
  const { organizer, viewer, texts } = useFrame();
  return (
    <header class="db-header">
      <div class="container-xl db-header-row">
        <a class="db-brand" href={paths.home}>
          <Icon name="bell" /> Doorbell
        </a>
        {organizer && <OrganizerName />}
        {viewer?.isAdministrator && (
          <a class="db-operations" href={paths.operations}>
            {texts.operations.title}
          </a>
        )}
        {viewer && <AccountMenu viewer={viewer} />}
        {organizer && <PhoneMenu section={section} />}
      </div>
      {organizer && (
        <div class="db-tabs">
          <div class="container-xl">
            <Navigation section={section} />
          </div>
        </div>
      )}
    </header>
  );
}

function OrganizerName(): JSX.Element {
  const { organizer } = useFrame();
  return (
    <a class="db-organizer" href={paths.organizers}>
      {organizer!.name} <span class="db-technical">{organizer!.slug}</span>
    </a>
  );
}
