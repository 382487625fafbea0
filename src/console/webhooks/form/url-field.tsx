import type { JSX } from 'preact';
import type { FormFaults } from '../../layout/form-fields.js';
import { TextInput } from '../../layout/form-fields.js';
import { useTexts } from '../../layout/frame.js';
import { Icon } from '../../layout/icons.js';
import { Fragment } from '../../layout/page.js';
import { paths } from '../../paths.js';
import type { UrlHint } from './url-hints.service.js';

interface UrlFieldProps {
  readonly organizer: string;
  readonly value: string;
  readonly isMasked: boolean;
  readonly faults: FormFaults;
  readonly hints: readonly UrlHint[];
}

const maxLength = 1024;

export function UrlField({ organizer, value, isMasked, faults, hints }: UrlFieldProps): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <>
      <TextInput
        name="target_url"
        label={form.url}
        value={value}
        hint={isMasked ? `${form.urlHint} ${form.urlKept}` : form.urlHint}
        faults={faults}
        isRequired
        look="db-url"
        input={{
          inputMode: 'url',
          maxLength,
          autocomplete: 'off',
          spellcheck: false,
          placeholder: 'https://example.org/hook',
          'hx-post': paths.urlHints(organizer),
          'hx-trigger': 'input changed delay:400ms',
          'hx-target': '#url-hints',
          'hx-params': 'target_url,form_token',
        }}
      />
      <div id="url-hints" class="mb-3" aria-live="polite">
        <Hints hints={hints} />
      </div>
    </>
  );
}

export const urlHintsFragment = (hints: readonly UrlHint[]): Fragment =>
  new Fragment(<Hints hints={hints} />);

function Hints({ hints }: Pick<UrlFieldProps, 'hints'>): JSX.Element {
  const { warnings } = useTexts().webhooks.form;
  return (
    <>
      {hints.map((hint) => (
        <p key={hint} class="db-warning" data-hint={hint}>
          <Icon name="warning" /> {warnings[hint]}
        </p>
      ))}
    </>
  );
}
