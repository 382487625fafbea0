import type { ComponentChildren, JSX } from 'preact';
import { FormActions, type FormFaults, FormSummary, FormToken } from './form-fields.js';
import { useTexts } from './frame.js';

interface CardFormProps {
  readonly title: string;
  readonly faults: FormFaults;
  readonly submit: string;
  readonly cancel: string;
  /** Where it is called off. */
  readonly back: string;
  /** Its fields. */
  readonly children: ComponentChildren;
}

/** A form that is a page: sent to the address of the page itself. */
export function CardForm({ title, faults, submit, cancel, back, children }: CardFormProps): JSX.Element {
  const { forms } = useTexts();
  return (
    <form class="card db-form" method="post">
      <div class="card-body">
        <h1 class="h2">{title}</h1>
        <FormToken />
        <FormSummary faults={faults} text={forms.seeBelow} />
        {children}
      </div>
      <FormActions cancel={cancel} back={back} submit={submit} />
    </form>
  );
}
