const letters = 'A B C D E F G H J K L M N P Q R S T U V W X Y Z 3 7 8 9'.split(' ');

/** The same numbers at every run: pictures change with the pages alone. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 to 1. Marsaglia's xorshift. */
  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 2 ** 32;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)]!;
  }

  /** Of an order. */
  code(): string {
    return Array.from({ length: 5 }, () => this.of(letters)).join('');
  }
}
