/** How something is recorded. */
export const ways = ['api', 'emit', 'transaction', 'rollback'] as const;
export type Way = (typeof ways)[number];

/** `accepted`: whoever recorded was told so. `undone`: rolled back. `unknown`: nobody was told anything. */
export type Told = 'accepted' | 'undone' | 'unknown';

/** What the recording side knows of one notification: the first of the three counts. */
export interface Entry {
  /** Its reference, and by the API and by emitters its recording key, too: no other notification has it. */
  readonly code: string;
  readonly way: Way;
  readonly told: Told;
  /** Monotonic milliseconds of the answer; of the last attempt, where there is none. */
  readonly toldAt: number;
}

export interface Journal {
  readonly entries: readonly Entry[];
  /** What was answered, how often: `201`, `503`, `no answer`, names of errors. */
  readonly answers: Readonly<Record<string, number>>;
  /** Answers that nobody should get, in words. */
  readonly wrongAnswers: readonly string[];
}

/** Written while recording. */
export class JournalWriter {
  private readonly entries = new Map<string, Entry>();
  private readonly answers = new Map<string, number>();
  private readonly wrong = new Map<string, number>();

  note(entry: Entry): void {
    this.entries.set(entry.code, entry);
  }

  answered(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }

  wrongAnswer(text: string): void {
    this.wrong.set(text, (this.wrong.get(text) ?? 0) + 1);
  }

  get journal(): Journal {
    return {
      entries: [...this.entries.values()],
      answers: Object.fromEntries(this.answers),
      wrongAnswers: [...this.wrong].map(([text, count]) => `${count} × ${text}`),
    };
  }
}

export function together(journals: readonly Journal[]): Journal {
  const answers: Record<string, number> = {};
  for (const journal of journals) {
    for (const [answer, count] of Object.entries(journal.answers)) {
      answers[answer] = (answers[answer] ?? 0) + count;
    }
  }
  return {
    entries: journals.flatMap(({ entries }) => entries),
    answers,
    wrongAnswers: journals.flatMap(({ wrongAnswers }) => wrongAnswers),
  };
}
