/** What is fuzzed: one function or a few that have to agree, whatever they are given. */
export interface FuzzTarget {
  readonly about: string;
  /**
   * Makes an input from random numbers (0 to 1) and tries it. Throws when an invariant does not hold, with the input
   * in the message; a refusal that the input deserves is none.
   */
  readonly run: (next: () => number) => void;
}
