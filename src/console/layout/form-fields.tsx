import type { ComponentChildren, JSX } from 'preact';
import { useFrame } from './frame.js';

/** The name of the field that every form has. */
export const formTokenField = 'form_token';

/** Proves that the form came from a page of ours, for this session. */
export function FormToken(): JSX.Element {
  return <input type="hidden" name={formTokenField} value={useFrame().formToken} />;
}

/** What is wrong, by the name of the field; `non_field_errors`: of the form as a whole. */
export type FormFaults = Readonly<Record<string, readonly string[]>>;

/** The ids by which a field's control names what explains it, and what is wrong with it. */
const hintId = (name: string): string => `${name}-hint`;
const faultId = (name: string): string => `${name}-fault`;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly faults: FormFaults;
  readonly isRequired?: boolean;
  readonly children: ComponentChildren;
}

/** A label, its control, what explains it, and what is wrong with it. */
export function Field({ name, label, hint, faults, isRequired = false, children }: FieldProps): JSX.Element {
  return (
    <div class="mb-3">
      <label class="form-label" for={name}>
        {label}
        {isRequired && (
          <span class="db-required" aria-hidden="true">
            {' '}
            *
          </span>
        )}
      </label>
      {children}
      <FieldFaults name={name} faults={faults} />
      {hint && (
        <p class="form-hint" id={hintId(name)}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Right below the control that it is about. */
export function FieldFaults({
  name,
  faults,
}: {
  readonly name: string;
  readonly faults: FormFaults;
}): JSX.Element | null {
  const texts = faults[name];
  if (!texts?.length) return null;
  return (
    <p class="db-fault" id={faultId(name)}>
      {texts.join(' ')}
    </p>
  );
}

/** What htmx reads. */
type HtmxAttributes = Readonly<Record<`hx-${string}`, string>>;

interface TextInputProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'date';
  /** Beside that of every control. */
  readonly look?: string;
  readonly input?: Omit<JSX.InputHTMLAttributes, 'class'> & HtmxAttributes;
}

export function TextInput({ value, type, look = '', input = {}, ...field }: TextInputProps): JSX.Element {
  const { name, isRequired } = field;
  return (
    <Field {...field}>
      <input
        {...input}
        {...descriptionOf(field)}
        class={`form-control ${isWrong(field) ? 'is-invalid' : ''} ${look}`}
        id={name}
        name={name}
        type={type ?? 'text'}
        value={value}
        required={isRequired ?? false}
      />
    </Field>
  );
}

const isWrong = ({ name, faults }: Pick<FieldProps, 'name' | 'faults'>): boolean =>
  Boolean(faults[name]?.length);

/** What a screen reader says beside the label. */
function descriptionOf(field: Omit<FieldProps, 'children'>): JSX.AriaAttributes {
  const ids = [
    ...(isWrong(field) ? [faultId(field.name)] : []),
    ...(field.hint === undefined ? [] : [hintId(field.name)]),
  ];
  return {
    ...(isWrong(field) ? { 'aria-invalid': true } : {}),
    ...(ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {}),
  };
}

/** What is wrong with the form as a whole, and that something is: read out at once. */
export function FormSummary({
  faults,
  text,
}: {
  readonly faults: FormFaults;
  readonly text: string;
}): JSX.Element | null {
  if (Object.keys(faults).length === 0) return null;
  const whole = faults['non_field_errors'] ?? [];
  return (
    <div class="db-notice db-notice-danger" role="alert">
      {whole.length > 0 ? whole.join(' ') : text}
    </div>
  );
}

interface FormActionsProps {
  readonly cancel: string;
  /** Where it is called off. */
  readonly back: string;
  readonly submit: string;
}

/** The foot of a form in a card. */
export function FormActions({ cancel, back, submit }: FormActionsProps): JSX.Element {
  return (
    <div class="card-footer db-actions">
      <a class="btn btn-link" href={back}>
        {cancel}
      </a>
      <button class="btn btn-primary">{submit}</button>
    </div>
  );
}
