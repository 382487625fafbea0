import type { LoggedCallDetails } from '@contracts/logs';
import type { JSX } from 'preact';
import { Breakable } from '../layout/breakable.js';
import { useTexts } from '../layout/frame.js';
import { AnswerBadge } from '../webhooks/detail/call-row.js';
import { headerLines, prettyBody } from './visible-text.js';

interface ContentProps {
  readonly call: LoggedCallDetails;
}

/** As it was sent, credentials masked. */
export function Request({ call }: ContentProps): JSX.Element {
  const { call: texts } = useTexts().calls;
  const { targetUrl, requestHeaders, payload, remoteAddress } = call;
  return (
    <section class="card" aria-labelledby="request-title">
      <div class="card-header db-card-header">
        <h2 class="card-title" id="request-title">
          {texts.request}
        </h2>
        <span class="db-technical db-url">
          POST <Breakable text={targetUrl} />
        </span>
      </div>
      <div class="card-body">
        <pre class="db-code" tabIndex={0} data-request>
          {headerLines(requestHeaders)}
          {'\n\n'}
          {payload === null ? texts.noPayload : prettyBody(payload)}
        </pre>
        {remoteAddress !== null && (
          <p class="db-quiet mt-2 mb-0">
            {texts.address} <span class="db-technical">{remoteAddress}</span>
          </p>
        )}
      </div>
    </section>
  );
}

/** As it came back: as text, whatever it says it is. */
export function Answer({ call }: ContentProps): JSX.Element {
  const { call: texts } = useTexts().calls;
  const { returnCode, responseHeaders, responseBody } = call;
  return (
    <section class="card" aria-labelledby="answer-title">
      <div class="card-header db-card-header">
        <h2 class="card-title" id="answer-title">
          {texts.answer}
        </h2>
        {returnCode !== 0 && <AnswerBadge call={call} />}
      </div>
      <div class="card-body">
        {returnCode === 0 ? (
          <p class="mb-0">{texts.noAnswer}</p>
        ) : (
          <pre class="db-code" tabIndex={0} data-answer>
            {headerLines(responseHeaders)}
            {'\n\n'}
            {responseBody ? prettyBody(responseBody) : texts.emptyBody}
          </pre>
        )}
      </div>
    </section>
  );
}
