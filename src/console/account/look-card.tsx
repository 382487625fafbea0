import type { JSX } from 'preact';
import { FormToken } from '../layout/form-fields.js';
import { useTexts } from '../layout/frame.js';
import { paths } from '../paths.js';
import { languages } from '../texts/language.js';

const themes = ['system', 'light', 'dark'] as const;

/** How pages look in this browser. The choice of colours needs a script, and is hidden without. */
export function LookCard({ language }: { readonly language: string | undefined }): JSX.Element {
  const { look } = useTexts().account;
  return (
    <form class="card mb-3" method="post" action={paths.language}>
      <div class="card-body">
        <h2 class="h3">{look.title}</h2>
        <p>{look.text}</p>
        <FormToken />
        <div class="mb-3">
          <label class="form-label" for="language">
            {look.language}
          </label>
          <div class="db-field-row">
            <select class="form-select" id="language" name="language">
              <option value="">{look.languages.browser}</option>
              {languages.map((name) => (
                <option key={name} value={name} lang={name} selected={name === language}>
                  {look.languages[name]}
                </option>
              ))}
            </select>
            <button class="btn">{look.submit}</button>
          </div>
        </div>
        <div data-theme-choice hidden>
          <label class="form-label" for="theme">
            {look.theme}
          </label>
          <select class="form-select" id="theme">
            {themes.map((name) => (
              <option key={name} value={name}>
                {look.themes[name]}
              </option>
            ))}
          </select>
        </div>
      </div>
    </form>
  );
}
