import type { JSX } from 'preact';
import { FormToken } from '../../layout/form-fields.js';
import { useTexts } from '../../layout/frame.js';
import { Page } from '../../layout/page.js';
import { paths } from '../../paths.js';

export type RetryAction = 'retry' | 'drop';

export interface ConfirmProps {
  readonly action: RetryAction;
  readonly organizer: string;
  readonly webhookId: number;
  /** How many it will be done to, as text; undefined: to none. */
  readonly count: string | undefined;
}

/** Asks before it is done, saying to how many. */
export function confirmPage(props: ConfirmProps): Page {
  return new Page({
    title: ({ calls }) => calls.actions[props.action].title,
    section: 'webhooks',
    body: <Confirm {...props} />,
  });
}

function Confirm({ action, organizer, webhookId, count }: ConfirmProps): JSX.Element {
  const { actions } = useTexts().calls;
  const texts = actions[action];
  return (
    <form class="card db-narrow" method="post">
      <FormToken />
      <div class="card-body">
        <h1 class="h2">{texts.title}</h1>
        <p>{count === undefined ? texts.none : texts.ask(count)}</p>
      </div>
      <div class="card-footer db-actions">
        <a class="btn" href={paths.webhook(organizer, webhookId)}>
          {actions.cancel}
        </a>
        {count !== undefined && (
          <button class={action === 'drop' ? 'btn btn-danger' : 'btn btn-primary'}>{texts.submit}</button>
        )}
      </div>
    </form>
  );
}
