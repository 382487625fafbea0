import type { ErrorAnswer } from '@app/rest';
import type { JSX } from 'preact';
import { useTexts } from '../layout/frame.js';
import { Page } from '../layout/page.js';
import { paths } from '../paths.js';
import type { Texts } from '../texts/en.js';

type ErrorTexts = Texts['errors'];

/** Sentences by the code of the error, then by its status. */
function textsFor(texts: ErrorTexts, code: string | undefined, status: number): ErrorTexts['unforeseen'] {
  const byCode: Readonly<Record<string, ErrorTexts['unforeseen']>> = texts.byCode;
  const byStatus: Readonly<Record<number, ErrorTexts['unforeseen']>> = texts.byStatus;
  return (code === undefined ? undefined : byCode[code]) ?? byStatus[status] ?? texts.unforeseen;
}

export function errorPage({ status }: ErrorAnswer, code: string | undefined, requestId: string): Page {
  return new Page({
    status,
    title: ({ errors }) => textsFor(errors, code, status).title,
    body: <ErrorBody status={status} code={code} requestId={requestId} />,
  });
}

interface ErrorBodyProps {
  readonly status: number;
  readonly code: string | undefined;
  readonly requestId: string;
}

function ErrorBody({ status, code, requestId }: ErrorBodyProps): JSX.Element {
  const { errors } = useTexts();
  const { title, text } = textsFor(errors, code, status);
  return (
    <div class="db-message">
      <p class="db-message-code" aria-hidden="true">
        {status}
      </p>
      <h1>{title}</h1>
      <p>{text}</p>
      <p class="db-quiet">
        {errors.requestId} <code>{requestId}</code>
      </p>
      <a class="btn btn-primary" href={paths.home}>
        {errors.home}
      </a>
    </div>
  );
}
