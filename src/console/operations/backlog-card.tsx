import { dueTimes } from '@contracts/delivery';
import type { JSX } from 'preact';
import { useFrame } from '../layout/frame.js';
import { RelativeTime } from '../layout/time.js';
import { Card } from '../layout/card.js';
import type { OperationsReport } from './operations-report.service.js';

const ages = ['underMinute', 'underHour', 'underDay', 'older'] as const;

type BacklogProps = Pick<OperationsReport, 'backlog' | 'mostCounted'>;

/** What has not ended, by age, and when it is called. */
export function BacklogCard(props: BacklogProps): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.backlog;
  const { backlog } = props;
  return (
    <Card id="backlog-title" title={words.title}>
      <div class="card-body">
        {backlog.oldest === null ? (
          <p class="mb-0">{words.none}</p>
        ) : (
          <>
            <p>
              <strong>{words.owed(backlog.owed.toLocaleString(language))}</strong> {words.oldest}{' '}
              <RelativeTime at={backlog.oldest} />.
            </p>
            <Ages {...props} />
            <h3 class="h4">{words.due.title}</h3>
            <Due backlog={backlog} />
          </>
        )}
      </div>
    </Card>
  );
}

function Ages({ backlog, mostCounted }: BacklogProps): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.backlog;
  const more = backlog.owed - backlog.counted;
  const isPart = backlog.counted >= mostCounted;
  return (
    <>
      <ul class="db-counts">
        {ages.map((age) => (
          <li key={age} data-age={age}>
            <strong>{backlog.ages[age].toLocaleString(language)}</strong> {words.ages[age]}
          </li>
        ))}
        {isPart && more > 0 && <li>{words.more(more.toLocaleString(language))}</li>}
      </ul>
      {isPart && <p class="db-quiet">{words.estimate(mostCounted.toLocaleString(language))}</p>}
    </>
  );
}

function Due({ backlog: { due } }: Pick<BacklogProps, 'backlog'>): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.backlog.due;
  const firstOpen = due.moreFrom === null ? dueTimes.length : dueTimes.indexOf(due.moreFrom);
  return (
    <ul class="db-counts">
      {dueTimes.map((name, index) => (
        <li key={name} data-due={name}>
          <strong>
            {due[name].toLocaleString(language)}
            {index >= firstOpen && '+'}
          </strong>{' '}
          {words[name]}
        </li>
      ))}
    </ul>
  );
}
