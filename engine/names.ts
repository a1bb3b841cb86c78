/** Names of processes, mappings, files, signals as small numbers, so that they fit into words of the state. */
export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [""];

  /** The number of a name, a new one for a new name; 0 is the empty name. */
  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.texts.push(text);
      this.numbers.set(text, number);
    }
    return number;
  }

  text(number: number): string {
    return this.texts[number] ?? "";
  }
}
