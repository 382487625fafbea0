/** Found by reading the code and the issue trackers of other senders: each is a row of its own. */
export const holes = {
  'crash before enqueuing':
    'a crash between commit and enqueue leaves a message unsent for ever, and the honest retry is refused as a double',
  'created though not queued':
    'the API answers "created" though the queue could not be written, and nobody sends it',
  'flushed Redis':
    'after a flush workers loop on a missing group until restarted; scheduled retries are gone',
  'outage to dead letters':
    'a database outage of three minutes moves work to a dead letter list that nobody reads',
  'killed in a retry':
    'a worker killed during a retry strands the delivery, because its state says "processing"',
  'bookkeeping of one': "one webhook's failing bookkeeping sends the whole message again to all the others",
  'ten errors': 'a consumer that has seen ten errors stops for good',
  'one bad entry': 'one bad entry stops the rest of its batch',
  'blocked target': 'a blocked target vanishes without a log row',
  'resend in memory': 'a bulk resend lives in memory and dies with the process',
  'rows skipped': 'an operation skips rows because it pages by one order and continues by another',
  'dripping receiver': 'a receiver that sends headers and then drips holds a slot for ever',
} as const;
export type Hole = keyof typeof holes;
