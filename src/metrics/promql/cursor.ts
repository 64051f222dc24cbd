/** A place in a text that moves forward by whole characters (code points). */
export class Cursor {
  readonly input: string;
  position = 0;

  constructor(input: string) {
    this.input = input;
  }

  /** The next character, or '' at the end. */
  peek(): string {
    const code = this.input.codePointAt(this.position);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  next(): string {
    const character = this.peek();
    this.position += character.length;
    return character;
  }

  /** Whether the next character is one of these. */
  is(characters: string): boolean {
    const character = this.peek();
    return character !== '' && characters.includes(character);
  }

  /** Takes the next character if it is one of these. */
  accept(characters: string): boolean {
    if (!this.is(characters)) return false;
    this.next();
    return true;
  }

  acceptRun(characters: string): void {
    while (this.accept(characters));
  }
}
