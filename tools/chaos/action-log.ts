/** The last things that were done, each with its time. */
export class ActionLog {
  readonly #lines: string[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(action: string): void {
    this.#lines.push(`${new Date().toISOString()} ${action}`);
    if (this.#lines.length > this.#most) this.#lines.shift();
  }
}
