/** Marks up text for a terminal; leaves it as it is elsewhere. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 } as const;

/** Colours for a terminal only, unless `CLICOLOR_FORCE` asks for them or `NO_COLOR` forbids them. */
export function paintFor(output: {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Paint {
  const { NO_COLOR: no = "", CLICOLOR_FORCE: force = "", TERM: term } = output.env;
  const isForced = force !== "" && force !== "0";
  const isOn = no === "" && (isForced || (output.isTerminal && term !== "dumb"));
  function mark(code: number): (text: string) => string {
    return (text) => (isOn && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text);
  }
  return {
    bold: mark(codes.bold),
    dim: mark(codes.dim),
    red: mark(codes.red),
    green: mark(codes.green),
    cyan: mark(codes.cyan),
  };
}
