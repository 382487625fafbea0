/** What people read of one action type. */
export interface TypeText {
  readonly label: string;
  readonly help?: string;
}

/** Action types and their groups in one language, by name. */
export interface TypeTexts {
  readonly types: Readonly<Partial<Record<string, TypeText>>>;
  readonly groups: Readonly<Partial<Record<string, string>>>;
}
