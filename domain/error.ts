/** Every way in which a rule of the product can refuse. Each process maps the code once, exhaustively. */
export type ErrorCode =
  | "invalid" // the input has the wrong form; `data.pointer` names the field where known
  | "not-found" // unknown here, or another organization's: never told apart
  | "forbidden" // the actor's role does not allow it; `data.permission` and `data.needs` say what would
  | "unauthenticated"
  | "conflict" // the same thing exists, or is being done
  | "plan-stale" // what the plan showed is no longer what would be committed; `data.changes` names it
  | "plan-expired"
  | "edit-refused" // the file cannot be edited without changing other bytes; `data.file`, `data.line`
  | "image-missing" // the registry does not have it; `data.image`
  | "unavailable"; // something outside does not answer; may be tried again

const retryableCodes: ReadonlySet<ErrorCode> = new Set(["unavailable"]);

/** A refusal with a code that programs act on and a sentence that people read. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "DomainError";
    this.code = code;
    this.data = data;
  }

  /** Whether the same call may succeed later without anyone changing anything. */
  get retryable(): boolean {
    return retryableCodes.has(this.code);
  }
}
