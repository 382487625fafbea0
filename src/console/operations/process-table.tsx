import { goneHours, reportSeconds, type RunningProcess } from '@contracts/health';
import type { JSX } from 'preact';
import { Card } from '../layout/card.js';
import { CardTable } from '../layout/card-table.js';
import { useFrame, useTexts } from '../layout/frame.js';
import { RelativeTime } from '../layout/time.js';
import type { OperationsReport } from './operations-report.service.js';

type ProcessesProps = Pick<OperationsReport, 'processes' | 'installation'>;

/** Who runs, and who did. */
export function Processes({ processes, installation }: ProcessesProps): JSX.Element {
  const { processes: words } = useTexts().operations;
  return (
    <div class="mb-3">
      <Card id="processes-title" title={words.title}>
        <p class="card-body db-quiet mb-0">
          {processes.length === 0 ? words.none : words.hint(reportSeconds, goneHours)}
        </p>
        {processes.length > 0 && (
          <CardTable id="processes" columns={Object.values(words.columns)}>
            {processes.map((process) => (
              <Row key={process.id} process={process} version={installation.doorbell} />
            ))}
          </CardTable>
        )}
      </Card>
    </div>
  );
}

interface RowProps {
  readonly process: RunningProcess;
  /** Of the process that makes this page. */
  readonly version: string;
}

function Row({ process, version }: RowProps): JSX.Element {
  const { texts, language } = useFrame();
  const { columns, makesNoCalls, another } = texts.operations.processes;
  const callsText = ({ isGone, role, callsInFlight }: RunningProcess): string => {
    if (isGone) return '–';
    return role === 'api' ? makesNoCalls : callsInFlight.toLocaleString(language);
  };
  return (
    <tr>
      <td data-label={columns.process}>
        <span class="db-technical">
          {process.host} · {process.pid}
        </span>
      </td>
      <td data-label={columns.role}>
        <span>{process.role}</span>
      </td>
      <td data-label={columns.state}>
        <State process={process} />
      </td>
      <td data-label={columns.started}>
        <RelativeTime at={process.started} />
      </td>
      <td data-label={columns.calls}>
        <span>{callsText(process)}</span>
      </td>
      <td data-label={columns.version}>
        <span>
          {process.version}
          {process.version !== version && `, ${another}`}
          <span class="db-quiet db-line">Node {process.nodeVersion}</span>
        </span>
      </td>
    </tr>
  );
}

function State({ process }: Pick<RowProps, 'process'>): JSX.Element {
  const { processes: words } = useTexts().operations;
  return (
    <span class={`db-state ${process.isGone ? 'db-state-failing' : 'db-state-working'}`}>
      <span class="db-dot" aria-hidden="true" />
      <span>
        {process.isGone ? words.gone : words.alive}
        {process.isGone && (
          <>
            , {words.seen} <RelativeTime at={process.seen} />
          </>
        )}
      </span>
    </span>
  );
}
