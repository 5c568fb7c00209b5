import { z } from "zod";

const Cause = z.object({
  reason: z.string().default(""),
  message: z.string().default(""),
  field: z.string().default(""),
});
/** One of the reasons that a `Status` gives, such as a field that another manager owns. */
export type FailureCause = Readonly<z.infer<typeof Cause>>;

const Status = z.object({
  message: z.string().default(""),
  reason: z.string().default(""),
  code: z.number().default(0),
  details: z
    .object({
      retryAfterSeconds: z.number().optional(),
      causes: z.array(Cause).nullish(),
    })
    .optional(),
});

/** The API server refused, in HTTP or within a watch. */
export class KubeFailure extends Error {
  /** HTTP status, such as 404 or 410. */
  readonly status: number;
  /** Kubernetes' word for it, such as `NotFound`. */
  readonly reason: string;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | null;
  readonly causes: readonly FailureCause[];

  constructor(input: {
    readonly status: number;
    readonly message: string;
    readonly reason?: string;
    readonly retryAfterMs?: number | null;
    readonly causes?: readonly FailureCause[];
  }) {
    super(input.message);
    this.name = "KubeFailure";
    this.status = input.status;
    this.reason = input.reason ?? "";
    this.retryAfterMs = input.retryAfterMs ?? null;
    this.causes = input.causes ?? [];
  }
}

/** The failure that an answer's body, a `Status`, or just its HTTP status tells. */
export function failureFrom(answer: {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}): KubeFailure {
  const parsed = Status.safeParse(readJson(answer.body));
  const status = parsed.success ? parsed.data : Status.parse({});
  const seconds = Number(answer.retryAfter ?? status.details?.retryAfterSeconds ?? Number.NaN);
  return new KubeFailure({
    status: answer.status === 200 ? status.code : answer.status,
    reason: status.reason,
    message: status.message || `The API server answered ${answer.status}.`,
    retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null,
    causes: status.details?.causes ?? [],
  });
}

/** Whether the server refused with this HTTP status. */
export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof KubeFailure && statuses.includes(error.status);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
