import type { ExitCode } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

export interface Option {
  readonly name: string;
  /** The placeholder of the option's value; an option without one is a switch. */
  readonly value?: string;
  readonly isRepeatable?: boolean;
  readonly help: string;
}

/** What stands after a command's name. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** Whether a switch is on. */
  readonly has: (option: string) => boolean;
  /** The one value of an option. */
  readonly value: (option: string) => string | undefined;
  /** Every value of an option that may be repeated, in order. */
  readonly values: (option: string) => readonly string[];
}

/** What a command does with its arguments: prints, and says how it went. */
export type Execute = (args: Arguments, terminal: Terminal) => Promise<ExitCode>;

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The arguments after the command's name, as the help shows them. */
  readonly synopsis: string;
  /** What the help says beyond the summary, in lines. */
  readonly description: readonly string[];
  readonly examples: readonly string[];
  readonly options: readonly Option[];
  /** Loads the code of this command alone, so that a small one starts fast. */
  readonly load: () => Promise<Execute>;
}
