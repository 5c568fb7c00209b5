/** The code by which Node names why something failed, such as `ECONNREFUSED`; empty where it names none. */
export function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return error instanceof Error && error.name === "TimeoutError" ? "ETIMEDOUT" : "";
}

/** Why no connection could be made, in words. */
export function networkWords(error: unknown): string {
  switch (causeOf(error)) {
    case "ECONNREFUSED":
      return "the connection was refused: nothing listens on that port";
    case "ECONNRESET":
    case "EPIPE":
      return "the connection was cut by the other side or by something between";
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ABORT_ERR":
      return "there was no answer in time";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "there is no route to it";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the name is not known to DNS";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
