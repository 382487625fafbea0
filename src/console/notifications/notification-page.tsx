import type { JSX } from 'preact';
import { prettyBody, visibleText } from '../calls/visible-text.js';
import { Breakable } from '../layout/breakable.js';
import { Card, Fact } from '../layout/card.js';
import { useFrame, useTexts, useTypeWords } from '../layout/frame.js';
import { Notice } from '../layout/notice.js';
import { Page } from '../layout/page.js';
import { Time } from '../layout/time.js';
import { paths } from '../paths.js';
import type { NotificationPageProps } from './notification-page-props.js';
import { DeliveriesCard } from './deliveries-card.js';

export function notificationPage(props: NotificationPageProps): Page {
  const { id, actionType } = props.notification;
  return new Page({
    title: ({ notifications }, types) => `${types.labelOf(actionType)} · ${notifications.number(id)}`,
    section: 'webhooks',
    body: <Notification {...props} />,
  });
}

function Notification(props: NotificationPageProps): JSX.Element {
  return (
    <>
      <Notice name={props.notice} />
      <Head {...props} />
      <DeliveriesCard {...props} />
      <div class="db-halves">
        <Recorded {...props} />
        <div class="db-column">
          <Body {...props} />
          <Data {...props} />
        </div>
      </div>
    </>
  );
}

function Head({ organizer, notification }: NotificationPageProps): JSX.Element {
  const { webhooks, notifications } = useTexts();
  const words = useTypeWords();
  return (
    <div class="db-title">
      <div class="db-title-main">
        <nav class="db-quiet" aria-label={webhooks.list.title}>
          <a href={paths.webhooks(organizer)}>{webhooks.list.title}</a> /
        </nav>
        <h1>
          <Breakable text={words.labelOf(notification.actionType)} />{' '}
          <span class="db-technical">{notification.reference}</span>
        </h1>
        <p class="db-quiet">
          {notifications.number(notification.id)} · <Time at={notification.recorded} style="full" />
        </p>
      </div>
    </div>
  );
}

function Recorded({ organizer, notification }: NotificationPageProps): JSX.Element {
  const frame = useFrame();
  const { recorded: texts } = frame.texts.notifications;
  const { action, actionType, event, recorded, recordingKey } = notification;
  return (
    <Card id="recorded-title" title={texts.title}>
      <dl class="card-body db-pairs">
        <Fact label={texts.type}>
          {frame.types.labelOf(actionType)}{' '}
          <span class="db-technical db-line">
            <Breakable text={actionType} />
          </span>
        </Fact>
        <Fact label={texts.action}>
          <span class="db-technical">
            <Breakable text={action} />
          </span>
        </Fact>
        <Fact label={texts.event}>
          {event === null ? texts.noEvent : <span class="db-technical">{event}</span>}
        </Fact>
        <Fact label={texts.organizer}>
          {frame.organizer!.name} <span class="db-technical">{organizer}</span>
        </Fact>
        <Fact label={texts.at}>
          <Time at={recorded} style="full" />
        </Fact>
        <Fact label={texts.key}>
          {recordingKey === null ? texts.noKey : <RecordingKey text={recordingKey} />}
        </Fact>
      </dl>
    </Card>
  );
}

function RecordingKey({ text }: { readonly text: string }): JSX.Element {
  return (
    <span class="db-technical" data-recording-key>
      {visibleText(text)}
    </span>
  );
}

/** Not made prettier: these are the bytes. */
function Body({ notification }: NotificationPageProps): JSX.Element {
  const { body: texts } = useTexts().notifications;
  return (
    <Card id="body-title" title={texts.title} of={texts.hint}>
      <div class="card-body">
        <pre class="db-code" tabIndex={0} data-body>
          {visibleText(notification.body)}
        </pre>
      </div>
    </Card>
  );
}

function Data({ notification }: NotificationPageProps): JSX.Element {
  const { data: texts } = useTexts().notifications;
  const { data } = notification;
  return (
    <Card id="data-title" title={texts.title} of={texts.hint}>
      <div class="card-body">
        {data === null ? (
          <p class="mb-0">{texts.none}</p>
        ) : (
          <pre class="db-code" tabIndex={0} data-passed-along>
            {prettyBody(JSON.stringify(data))}
          </pre>
        )}
      </div>
    </Card>
  );
}
