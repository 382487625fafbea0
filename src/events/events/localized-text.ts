import { defineField, FieldFault, type FieldOptions, typeNameOf } from '@app/rest';

/** Text by language, e.g. `{"en": "Demo conference", "de": "Demokonferenz"}`. */
export type LocalizedText = Readonly<Record<string, string>>;

const languagePattern = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const defaultLanguage = 'en';
const maxLength = 200;

/** Plain text, which counts as English, or an object of languages, as pretix takes both. */
export const LocalizedTextField = (options: FieldOptions): PropertyDecorator =>
  defineField(
    options,
    {
      oneOf: [
        { type: 'string', maxLength },
        { type: 'object', additionalProperties: { type: 'string', maxLength } },
      ],
    },
    readLocalizedText,
  );

function readLocalizedText(value: unknown): LocalizedText | FieldFault {
  if (typeof value === 'string') return checked({ [defaultLanguage]: value });
  if (typeNameOf(value) !== 'dict') return new FieldFault('Invalid data type.');
  const texts = value as Readonly<Record<string, unknown>>;
  if (!Object.keys(texts).every((language) => languagePattern.test(language)))
    return new FieldFault('Invalid languages included.');
  if (!Object.values(texts).every((text) => typeof text === 'string'))
    return new FieldFault('Invalid data type.');
  return checked(texts as LocalizedText);
}

/** Languages without a text are left out. */
function checked(given: LocalizedText): LocalizedText | FieldFault {
  const entries = Object.entries(given).map(([language, text]) => [language, text.trim()] as const);
  const filled = entries.filter(([, text]) => text !== '');
  const fault = faultOf(filled.map(([, text]) => text));
  return fault === undefined ? Object.fromEntries(filled) : new FieldFault(fault);
}

function faultOf(texts: readonly string[]): string | undefined {
  if (texts.length === 0) return 'This field may not be blank.';
  if (texts.some((text) => text.includes('\0'))) return 'Null characters are not allowed.';
  // PostgreSQL stores no lone surrogate.
  if (texts.some((text) => /\p{Surrogate}/u.test(text))) return 'Invalid data type.';
  return texts.some((text) => Array.from(text).length > maxLength)
    ? `Ensure this field has no more than ${maxLength} characters.`
    : undefined;
}
