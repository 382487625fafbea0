import type { JSX } from 'preact';
import { useFrame, useTexts } from '../layout/frame.js';
import { Banner } from '../layout/notice.js';
import { Page } from '../layout/page.js';
import { PageTitle } from '../layout/page-title.js';
import { RelativeTime } from '../layout/time.js';
import { paths } from '../paths.js';
import { BacklogCard } from './backlog-card.js';
import { Latency, Throughput } from './traffic-cards.js';
import { Machines, Versions } from './machinery-cards.js';
import type { OperationsReport } from './operations-report.service.js';
import { Processes } from './process-table.js';
import { WorstTargets } from './worst-targets.js';

export function operationsPage(report: OperationsReport): Page {
  return new Page({
    title: ({ operations }) => operations.title,
    scripts: ['live-part.js', 'live.js'],
    body: <Whole report={report} />,
  });
}

function Whole({ report }: { readonly report: OperationsReport }): JSX.Element {
  const { operations, calls } = useTexts();
  return (
    <div data-live={paths.operationsLive}>
      <PageTitle title={operations.title} intro={operations.intro}>
        <span class="db-live" data-live-sign hidden>
          <span class="db-dot" aria-hidden="true" /> {calls.log.live}
        </span>
      </PageTitle>
      <Operations {...report} />
    </div>
  );
}

/** What is sent again and again. */
export function Operations(report: OperationsReport): JSX.Element {
  return (
    <div id="operations">
      <Ledger {...report} />
      <div class="db-halves">
        <Throughput {...report} />
        <div class="db-column">
          <Latency {...report} />
          <BacklogCard {...report} />
        </div>
      </div>
      <WorstTargets {...report} />
      <Processes {...report} />
      <div class="db-halves">
        <Machines {...report} />
        <Versions {...report} />
      </div>
    </div>
  );
}

/** The one thing that must never be: first. */
function Ledger({ ledger }: Pick<OperationsReport, 'ledger'>): JSX.Element {
  const { texts, language, now } = useFrame();
  const words = texts.operations.ledger;
  const { unaccounted, lastPassAge } = ledger;
  return (
    <Banner tone={unaccounted === 0 ? 'success' : 'danger'}>
      <strong>{unaccounted === 0 ? words.good : words.bad(unaccounted.toLocaleString(language))}</strong>{' '}
      {unaccounted > 0 && `${words.badHint} `}
      {lastPassAge === null ? (
        words.unchecked
      ) : (
        <>
          {words.checked} <RelativeTime at={new Date(now.getTime() - lastPassAge * 1_000)} />.
        </>
      )}
    </Banner>
  );
}
