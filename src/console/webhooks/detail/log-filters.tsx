import type { JSX } from 'preact';
import { useTexts, useTypeWords } from '../../layout/frame.js';
import { MomentInput } from '../../layout/moment-input.js';
import { paths } from '../../paths.js';
import { fromMinute, isFiltered } from './log-filter.js';
import type { WebhookPageProps } from './webhook-page-props.js';

const outcomes = ['all', 'accepted', 'failed'] as const;

/** All of it stands in the address, so that it can be handed to somebody. On a phone it is folded until it is needed. */
export function LogFilters(props: WebhookPageProps): JSX.Element {
  const { log } = useTexts().calls;
  return (
    <details class="db-fold" open={isFiltered(props.query)}>
      <summary class="card-body">{log.filters}</summary>
      <Filters {...props} />
    </details>
  );
}

function Filters({ organizer, row, query, types }: WebhookPageProps): JSX.Element {
  const { log } = useTexts().calls;
  const { labelOf } = useTypeWords();
  const path = paths.webhook(organizer, row.webhook.id);
  return (
    <form class="card-body db-filters" role="search" action={path}>
      <select class="form-select" name="outcome" aria-label={log.outcome}>
        {outcomes.map((name) => (
          <option key={name} value={name === 'all' ? '' : name} selected={name === (query.outcome || 'all')}>
            {log.outcomes[name]}
          </option>
        ))}
      </select>
      <select class="form-select" name="type" aria-label={log.type}>
        <option value="">{log.allTypes}</option>
        {types.map((name) => (
          <option key={name} value={name} selected={name === query.type}>
            {labelOf(name)}
          </option>
        ))}
      </select>
      <Text name="event" label={log.event} value={query.event} />
      <Text name="about" label={log.about} value={query.about} />
      <MomentInput name="since" label={log.since} value={fromMinute(query.since)} />
      <MomentInput name="until" label={log.until} value={fromMinute(query.until)} />
      <button class="btn">{log.apply}</button>
      {isFiltered(query) && (
        <a class="btn btn-link" href={path}>
          {log.clear}
        </a>
      )}
    </form>
  );
}

interface FilterProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
}

function Text({ name, label, value = '' }: FilterProps): JSX.Element {
  return (
    <input
      class="form-control"
      type="search"
      name={name}
      value={value}
      placeholder={label}
      aria-label={label}
    />
  );
}
