import type { JSX } from 'preact';
import { Card } from '../layout/card.js';
import { CardTable } from '../layout/card-table.js';
import { useFrame, useTexts } from '../layout/frame.js';
import { paths } from '../paths.js';
import { TargetUrl } from '../webhooks/target-url.js';
import type { OperationsReport } from './operations-report.service.js';
import type { PlacedWebhook } from './worst-webhooks.service.js';

/** Where a person should look first. */
export function WorstTargets({ worst }: Pick<OperationsReport, 'worst'>): JSX.Element {
  const { texts, language } = useFrame();
  const words = texts.operations.worst;
  const write = (number: number): string => number.toLocaleString(language);
  const failing = worst.failing.map(({ webhook, failures, calls }) => ({
    webhook,
    text: words.ofCalls(write(failures), write(calls)),
  }));
  const owed = worst.owed.map((row) => ({ webhook: row.webhook, text: write(row.owed) }));
  return (
    <div class="db-halves">
      <Card id="failing-title" title={words.failingTitle} of={words.failingOf}>
        <Targets id="failing" rows={failing} column={words.failures} empty={words.noneFailing} />
      </Card>
      <Card id="owed-most-title" title={words.owedTitle} of={words.owedOf}>
        <Targets id="owed-most" rows={owed} column={words.owed} empty={words.noneOwed} />
      </Card>
    </div>
  );
}

interface TargetsProps {
  readonly id: string;
  readonly rows: readonly { readonly webhook: PlacedWebhook; readonly text: string }[];
  /** What the text counts. */
  readonly column: string;
  readonly empty: string;
}

function Targets({ id, rows, column, empty }: TargetsProps): JSX.Element {
  const { worst: words } = useTexts().operations;
  if (rows.length === 0) return <p class="card-body db-quiet mb-0">{empty}</p>;
  return (
    <CardTable id={id} columns={[words.target, words.organizer, column]}>
      {rows.map(({ webhook, text }) => (
        <tr key={webhook.id}>
          <td data-label={words.target}>
            <Target webhook={webhook} />
          </td>
          <td data-label={words.organizer}>
            <span class="db-technical">{webhook.organizer ?? '–'}</span>
          </td>
          <td data-label={column}>
            <span>{text}</span>
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

function Target({ webhook }: { readonly webhook: PlacedWebhook }): JSX.Element {
  const { worst } = useTexts().operations;
  const { id, url, enabled, organizer } = webhook;
  if (organizer === undefined) return <span class="db-quiet">{worst.gone(id)}</span>;
  return (
    <span>
      <a class="db-url" href={paths.webhook(organizer, id)}>
        <TargetUrl url={url === null ? null : new URL(url).origin} />
      </a>
      {!enabled && <span class="db-quiet db-line">{worst.disabled}</span>}
    </span>
  );
}
