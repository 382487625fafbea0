const amount = (number: number): string => number.toLocaleString('en');
const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${amount(number)} ${many}`;
const calls = (number: number): string => count(number, 'call', 'calls');
const deliveries = (number: number): string => count(number, 'notification', 'notifications');

/** The sentences about one webhook, its log, and its calls. */
export const callsEn = {
  webhook: {
    edit: 'Edit',
    sendTest: 'Send test',
    testType: 'Type of the test',
    waiting: (number: string) =>
      number === '1' ? '1 call waits for a retry' : `${number} calls wait for a retry`,
    next: 'the next',
    lastAnswer: 'The last answer:',
    retryNow: 'Retry all now',
    stopRetrying: 'Stop retrying',
    resend: 'Send again …',
    perHour: 'Calls per hour',
    accepted: 'accepted',
    failed: 'failed',
    responseTime: 'Response time',
    median: 'median',
    p95: '95th percentile',
    noCalls: 'No calls in the last 24 hours.',
    callsOfHour: (number: number, failures: number) => `${calls(number)}, ${amount(failures)} failed`,
    timesOfHour: (median: string, p95: string) => `${median} median, ${p95} 95th percentile`,
  },
  progress: {
    resending: (done: number, total: number) =>
      `Sending again: ${amount(done)} of ${deliveries(total)} so far are in line to be called.`,
    resent: (done: number, total: number) =>
      done >= total
        ? `Sending again has ended: ${deliveries(done)} were put in line to be called. It ended`
        : `Sending again has ended early: ${amount(done)} of ${deliveries(total)} were put in line. It ended`,
    retrying: (left: number, total: number) => `Retrying: ${amount(left)} of ${calls(total)} still to go.`,
    retryingMany: (left: number, total: number) =>
      `Retrying: at least ${amount(left)} of ${calls(total)} still to go. So much waits for this webhook that not all is counted.`,
    asOf: 'This is how it stood at',
    reload: 'Reload the page to see how it stands now.',
    retried: (total: number) =>
      total === 1
        ? 'The call does not wait any more. The log says what came of it.'
        : `None of the ${calls(total)} waits any more. The log says what came of them.`,
  },
  log: {
    title: 'Log',
    of: (days: number) => `of the last ${count(days, 'day', 'days')}`,
    outcome: 'Outcome',
    outcomes: { all: 'All outcomes', accepted: 'Accepted', failed: 'Failed' },
    type: 'Type',
    allTypes: 'All types',
    event: 'Event',
    about: 'Code or notification id',
    since: 'From',
    until: 'Before',
    filters: 'Filters',
    apply: 'Filter',
    clear: 'Show everything',
    live: 'Live',
    empty: 'No call is like that.',
    older: 'Older calls',
    newest: 'Newest calls',
    columns: {
      time: 'Time',
      what: 'What happened',
      answer: 'Answer',
      took: 'Took',
      attempt: 'Attempt',
      next: 'Next',
    },
    test: 'Test',
    notification: (id: number) => `Notification ${id}`,
    attemptOf: (attempt: number, most: number) => `${attempt} of ${most}`,
    round: (round: number) => `sent again ${round === 2 ? 'once' : `${round - 1} times`}`,
    done: 'Done',
    noMore: 'No more',
    retried: 'Retried',
  },
  actions: {
    cancel: 'Cancel',
    keep: 'Keep it',
    retry: {
      title: 'Retry all now',
      ask: (number: string) =>
        `${number === '1' ? '1 waiting call' : `${number} waiting calls`} will be made at once. What fails again goes on with its next wait.`,
      none: 'Nothing waits for a retry.',
      submit: 'Retry now',
    },
    drop: {
      title: 'Stop retrying',
      ask: (number: string, days: number) =>
        `${number === '1' ? '1 waiting call' : `${number} waiting calls`} will not be made. The log keeps them, and they can be sent again for ${count(days, 'day', 'days')}.`,
      none: 'Nothing waits for a retry.',
      submit: 'Stop retrying',
    },
    delete: {
      section: 'Delete',
      explain: 'Removes this webhook for good. To let it rest, disable it above instead.',
      ask: 'Delete …',
      title: 'Delete this webhook for good?',
      settings: 'Its address, its types, its events and its comment are removed.',
      waiting: (number: string | undefined) => {
        if (number === undefined)
          return 'Nothing waits for a retry. What is recorded from now on is not sent to it.';
        return `${number === '1' ? '1 call that waits' : `${number} calls that wait`} for a retry will never be made.`;
      },
      log: 'Its log has no page any more. The API still finds its calls until they expire.',
      final: 'This cannot be undone, and nothing can be sent again afterwards.',
      rather: 'A disabled webhook receives nothing either, and keeps all of this.',
      disable: 'Disable it instead',
      submit: 'Delete for good',
    },
    resend: {
      title: 'Send again',
      intro:
        'Everything that was recorded since a moment, and was given up or dropped, is sent again in the background. What still waits for a retry is called by itself.',
      since: 'Recorded since',
      count: 'Count',
      ask: (number: number, isExact: boolean) =>
        `${isExact ? '' : 'More than '}${deliveries(number)} will be sent again.`,
      none: 'Nothing was given up or dropped since then.',
      submit: 'Send again',
      disabled: 'This webhook is disabled. Enable it first.',
    },
  },
  call: {
    recorded: 'Recorded',
    delivery: 'This delivery',
    attempt: (attempt: number) => `Attempt ${attempt}`,
    testDelivery: 'A test: it belongs to no delivery, and is never retried.',
    request: 'Request',
    answer: 'Answer',
    timing: 'Timing',
    inAll: (text: string) => `${text} in all`,
    parts: {
      dns: 'DNS',
      connect: 'connect',
      tls: 'TLS',
      waiting: 'waiting',
      reading: 'reading',
      failing: 'until it failed',
    },
    kept: 'The connection was kept from an earlier call.',
    noAnswer: 'There was none.',
    emptyBody: 'Its body is empty.',
    noPayload: 'What was sent is no longer kept.',
    resend: 'Resend',
    copyCurl: 'Copy as curl',
    curl: 'As curl',
    curlHint: 'Hidden parts (***) must be filled in.',
    copied: 'Copied',
    address: 'Called at',
    accepted: 'Your server accepted this call.',
    next: 'Doorbell tries again',
    noMore: 'Doorbell does not try again by itself.',
    /** By the code of the error. `short`: in a list, where no status came that would stand there. */
    why: {
      dns: {
        short: 'Host not found',
        title: 'The host name could not be found.',
        todo: 'Check the name in the target URL, and its DNS records.',
      },
      unreachable: {
        short: 'Host not reachable',
        title: 'The host cannot be reached.',
        todo: 'Check that it runs, and that its network is reachable from the internet.',
      },
      connect_refused: {
        short: 'Connection refused',
        title: 'Your server refused the connection.',
        todo: 'Check that it runs, and listens on the port in the target URL.',
      },
      connect_timeout: {
        short: 'No connection in time',
        title: 'Nobody answered the connection.',
        todo: 'Check that the server runs, and that no firewall swallows connections.',
      },
      reset: {
        short: 'Connection cut',
        title: 'The connection was cut before an answer came.',
        todo: 'Look for a crash or a restart in the log of your server, or of what stands before it.',
      },
      tls_expired: {
        short: 'Certificate expired',
        title: 'The certificate has expired.',
        todo: 'Renew it.',
      },
      tls_untrusted: {
        short: 'Certificate not trusted',
        title: 'The certificate is not from a trusted authority.',
        todo: 'Use one that browsers trust, and send its intermediate certificates along.',
      },
      tls_hostname: {
        short: 'Certificate of another host',
        title: 'The certificate is for another host.',
        todo: 'Get one for the host in the target URL.',
      },
      tls_other: {
        short: 'No encryption agreed',
        title: 'No encrypted connection could be agreed.',
        todo: 'Check that the port speaks https.',
      },
      timeout: {
        short: 'No answer in time',
        title: 'No answer came in time.',
        todo: 'Answer first, and work afterwards: Doorbell waits no longer for the status than is said below.',
      },
      proxy: {
        short: 'Proxy did not connect',
        title: 'The outgoing proxy did not connect.',
        todo: 'Whoever runs Doorbell must look at DOORBELL_EGRESS_PROXY.',
      },
      redirect: {
        title: 'Your server answered with a redirect, which is never followed.',
        todo: 'Enter the final address as the target URL.',
      },
      status: {
        title: 'Your server answered, but did not accept the call.',
        todo: 'Only a status from 200 to 299 does. Look at its answer below, and at its log.',
      },
      target_blocked: {
        short: 'Address not allowed',
        title: 'This address may not be called.',
        todo: 'It is private or reserved. Whoever runs Doorbell can allow it with DOORBELL_ALLOWED_TARGETS.',
      },
      invalid_response: {
        short: 'Not valid HTTP',
        title: 'The answer was not valid HTTP.',
        todo: 'Check what listens on this port.',
      },
      interrupted: {
        short: 'Interrupted',
        title: 'Doorbell was stopped during this call.',
        todo: 'Nothing needs to be done: it is made again.',
      },
    },
  },
};
