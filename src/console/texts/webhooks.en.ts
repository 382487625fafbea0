const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString('en')} ${many}`;

/** The sentences about webhooks. */
export const webhooksEn = {
  list: {
    title: 'Webhooks',
    intro: 'Doorbell calls these URLs when something happens in your events.',
    create: 'Create webhook',
    search: 'Search URL, type, event or comment',
    apply: 'Search',
    state: 'State',
    states: {
      all: 'All states',
      working: 'Working',
      failing: 'Failing',
      uncalled: 'Not called yet',
      disabled: 'Disabled',
    },
    columns: {
      target: 'Target',
      events: 'Events',
      state: 'State',
      strip: 'Last 24 hours',
      last: 'Last call',
    },
    allEvents: 'All events',
    noEvents: 'No event',
    moreTypes: (first: string, more: number) => `${first} and ${more} more`,
    moreEvents: (first: string, more: number) => `${first} and ${more} more`,
    noTypes: 'No notification type',
    never: 'Never',
    empty: {
      title: 'Nobody is told yet',
      text: 'A webhook is an address of yours that Doorbell calls when something happens, for example when an order is placed. Your server learns what has changed within a second, and never has to ask.',
    },
    nothingFound: {
      title: 'No webhook is like that',
      text: 'Try another word, or look at all states.',
      reset: 'Show all',
    },
    failing: (number: number) => `${count(number, 'webhook is', 'webhooks are')} failing.`,
    failingOne: (host: string) => `${host} has not accepted a call since`,
    waiting: (number: string) => `${number === '1' ? '1 call waits' : `${number} calls wait`} for a retry.`,
    seeWhy: 'See why',
    scanned: 'Not all webhooks were looked at. Go on to see more.',
  },
  state: {
    working: 'Working',
    uncalled: 'Not called yet',
    failing: 'Failing',
    failingSince: 'Failing since',
    disabled: 'Disabled',
    disabledBy: (name: string) => `Disabled by ${name}`,
    gone: 'Disabled by 410 Gone',
  },
  strip: {
    hour: (from: string, calls: number, failures: number) =>
      calls === 0 ? `${from}: no calls` : `${from}: ${count(calls, 'call', 'calls')}, ${failures} failed`,
    summary: (calls: number, failures: number) =>
      calls === 0
        ? 'No calls in 24 hours'
        : `${count(calls, 'call', 'calls')} in 24 hours, ${failures} failed`,
  },
  form: {
    createTitle: 'Create webhook',
    editTitle: 'Edit webhook',
    url: 'Target URL',
    urlHint:
      'Where to call. A user name and a password in it are sent as Basic authentication, and shown to nobody afterwards.',
    unreadableUrl: 'The address cannot be read: its key is missing. Enter it again.',
    urlKept: 'What is hidden behind *** stays as it is, as long as you leave the address alone.',
    urlMasked: 'Hidden parts (***) cannot be kept when the address changes. Enter the whole address again.',
    warnings: {
      http: 'This address is not encrypted: anybody on the way can read the calls, and answer them. Use https:// if your server can.',
      httpRequired: 'Only https:// is allowed on this server.',
      credentials:
        'The user name and the password are sent with each call as Basic authentication, kept encrypted, and shown as *** from now on.',
      private:
        'This is a private address. Doorbell will refuse to call it, unless whoever runs Doorbell allows it (DOORBELL_ALLOWED_TARGETS).',
    },
    types: 'Notification types',
    typesHint: 'What the receiver is told of.',
    findType: 'Find a type',
    selectGroup: (number: number) => (number === 2 ? 'Select both' : `Select all ${number}`),
    clearGroup: 'Select none',
    group: (name: string) => (name === '' ? 'Other' : name[0]!.toUpperCase() + name.slice(1)),
    unregistered: 'No longer registered',
    events: 'Events',
    allEvents: 'All events, including those created later',
    someEvents: 'Only these',
    eventsHint: 'What concerns the organizer as a whole is sent in any case.',
    findEvent: 'Find an event by name or short name',
    findEventButton: 'Find',
    chosenEvents: 'Chosen events',
    foundEvents: 'Events found',
    noEventFound: 'No event is called so.',
    moreEventsFound: 'There are more. Type more of the name.',
    comment: 'Comment',
    commentHint: 'What is this for? Only your team sees it.',
    enabled: 'Enabled',
    enabledHint:
      'A disabled webhook receives nothing. What it is owed when it is disabled is dropped, and can be sent again later.',
    create: 'Create webhook',
    save: 'Save changes',
    cancel: 'Cancel',
    sample: 'What your server will get',
    sampleHint: (seconds: number, days: number) =>
      `Answer with any status from 200 to 299 within ${count(seconds, 'second', 'seconds')}. Anything else is retried for up to ${count(days, 'day', 'days')}; 410 switches this webhook off. Fetch what has changed over the API: never trust the call itself.`,
    faults: {
      types: 'Tick at least one type, or nothing will ever be sent.',
      unknownType: 'One of these types is not known here. Look at them again.',
      unknownEvent: (slug: string) => `There is no event ${slug}.`,
      both: 'Choose either all events, or some.',
      tooMany: (most: string) => `An organizer can have no more than ${most} webhooks.`,
    },
  },
};
