/** One secret, and every form in which it could be written down. */
export class PlantedSecret {
  private readonly needles: readonly string[];

  constructor(
    readonly name: string,
    readonly text: string,
    /** What else gives it away. */
    others: readonly string[] = [],
  ) {
    const texts = [text, ...others];
    const bytes = texts.map((one) => Buffer.from(one));
    const forms = [
      ...texts,
      ...texts.map((one) => encodeURIComponent(one)),
      ...texts.map((one) => JSON.stringify(one).slice(1, -1)),
      ...bytes.map((one) => one.toString('hex')),
      ...bytes.map((one) => one.toString('base64')),
      ...bytes.map((one) => one.toString('base64url')),
    ];
    // Case and padding are no disguise.
    this.needles = [...new Set(forms.map((form) => folded(form.replace(/=+$/, ''))))];
  }

  /** Where in the text it stands, with what stands around it; undefined where it does not. */
  foundIn(text: string): string | undefined {
    const haystack = folded(text);
    for (const needle of this.needles) {
      const index = haystack.indexOf(needle);
      if (index >= 0) return `…${text.slice(Math.max(0, index - 120), index + needle.length + 20)}…`;
    }
    return undefined;
  }
}

const folded = (text: string): string => text.toLowerCase();

/** The user and the password of a URL: each by itself, and as they go out as a Basic authorization. */
export function plantedCredentials(user: string, password: string): readonly PlantedSecret[] {
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return [
    new PlantedSecret('user of a URL', user),
    new PlantedSecret('password of a URL', password, [basic]),
  ];
}
