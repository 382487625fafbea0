import type { JSX } from 'preact';
import { useTexts, useTypeWords } from '../../layout/frame.js';
import type { FormValues } from './form-values.js';
import type { Patience, TypeGroup } from './webhook-form.service.js';

interface SampleAsideProps {
  readonly groups: readonly TypeGroup[];
  readonly values: FormValues;
  readonly patience: Patience;
}

/** What the receiver will get; a script lets it follow the ticks. */
export function SampleAside({ groups, values, patience }: SampleAsideProps): JSX.Element {
  const { form } = useTexts().webhooks;
  const words = useTypeWords();
  const types = groups.flatMap((group) => group.types);
  const shown = types.find(({ name }) => values.actionTypes.includes(name)) ?? types[0];
  return (
    <aside class="card db-aside" aria-labelledby="sample-title">
      <div class="card-header">
        <h2 class="card-title" id="sample-title">
          {form.sample}
        </h2>
      </div>
      <div class="card-body">
        <p class="db-quiet" data-sample-label>
          {shown && words.labelOf(shown.name)}
        </p>
        <pre class="db-code" data-sample-text tabIndex={0}>
          {shown && sampleText(values.targetUrl, shown.sample)}
        </pre>
        <p class="db-quiet mt-3 mb-0">{form.sampleHint(patience.seconds, patience.days)}</p>
      </div>
    </aside>
  );
}

function sampleText(targetUrl: string, body: string): string {
  const path = URL.canParse(targetUrl) ? new URL(targetUrl).pathname : '/';
  const pretty = JSON.stringify(JSON.parse(body), null, 2);
  return `POST ${path} HTTP/1.1\ncontent-type: application/json\n\n${pretty}`;
}
