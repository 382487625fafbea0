import type { EventChoice } from '@contracts/events';
import type { JSX } from 'preact';
import { FieldFaults, type FormFaults } from '../../layout/form-fields.js';
import { useTexts } from '../../layout/frame.js';
import { Fragment } from '../../layout/page.js';
import { paths } from '../../paths.js';
import type { FoundEvents } from './webhook-form.service.js';

interface EventFieldsProps {
  readonly organizer: string;
  readonly allEvents: boolean;
  readonly chosen: readonly EventChoice[];
  readonly found: FoundEvents;
  readonly search: string;
  readonly faults: FormFaults;
}

/** All events, or some. Those are looked for by name on the server: there may be ten thousand. */
export function EventFields(props: EventFieldsProps): JSX.Element {
  const { form } = useTexts().webhooks;
  const { allEvents, faults } = props;
  return (
    <fieldset class="mb-3" id="limit_events">
      <legend class="form-label">{form.events}</legend>
      <label class="form-check">
        <input class="form-check-input" type="radio" name="events" value="all" checked={allEvents} />
        <span class="form-check-label">{form.allEvents}</span>
      </label>
      <label class="form-check">
        <input class="form-check-input" type="radio" name="events" value="some" checked={!allEvents} />
        <span class="form-check-label">{form.someEvents}</span>
      </label>
      <FieldFaults name="limit_events" faults={faults} />
      <SomeEvents {...props} />
      <p class="form-hint">{form.eventsHint}</p>
    </fieldset>
  );
}

function SomeEvents({ organizer, chosen, found, search }: EventFieldsProps): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <div data-some-events>
      <fieldset class="db-group">
        <legend>{form.chosenEvents}</legend>
        <div class="db-event-list" data-chosen-events>
          {chosen.map((event) => (
            <EventField key={event.slug} event={event} isChosen />
          ))}
        </div>
      </fieldset>
      <div class="db-field-row">
        <input
          class="form-control"
          type="search"
          name="event_search"
          value={search}
          placeholder={form.findEvent}
          aria-label={form.findEvent}
          autocomplete="off"
          hx-post={paths.eventChoices(organizer)}
          hx-trigger="input changed delay:200ms"
          hx-target="#found-events"
          hx-params="event_search,limit_events,form_token"
        />
        <button class="btn db-unscripted" name="intent" value="find" formNoValidate>
          {form.findEventButton}
        </button>
      </div>
      <fieldset class="db-group">
        <legend class="visually-hidden">{form.foundEvents}</legend>
        <div id="found-events" class="db-event-list" aria-live="polite">
          <Found {...found} />
        </div>
      </fieldset>
    </div>
  );
}

export const foundEventsFragment = (found: FoundEvents): Fragment => new Fragment(<Found {...found} />);

function Found({ events, hasMore }: FoundEvents): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <>
      {events.length === 0 && <p class="db-quiet">{form.noEventFound}</p>}
      {events.map((event) => (
        <EventField key={event.slug} event={event} isChosen={false} />
      ))}
      {hasMore && <p class="db-quiet">{form.moreEventsFound}</p>}
    </>
  );
}

function EventField({
  event,
  isChosen,
}: {
  readonly event: EventChoice;
  readonly isChosen: boolean;
}): JSX.Element {
  return (
    <label class="form-check" data-event>
      <input
        class="form-check-input"
        type="checkbox"
        name="limit_events"
        value={event.slug}
        checked={isChosen}
      />
      <span class="form-check-label">
        {event.name} <span class="db-technical">{event.slug}</span>
      </span>
    </label>
  );
}
