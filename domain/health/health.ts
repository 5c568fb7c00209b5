/**
 * How an object does: `healthy` as wanted, `progressing` on its way, `suspended` held by someone, `failed` not to come
 * right by itself, `terminating` going. The words are those that kstatus, Argo CD and kubectl can be compared by.
 */
export type HealthStatus = "healthy" | "progressing" | "suspended" | "failed" | "terminating";

export interface Health {
  readonly status: HealthStatus;
  /** Why, in words; what the object itself says where it says something. */
  readonly message: string;
}

export function healthy(message: string): Health {
  return { status: "healthy", message };
}

export function progressing(message: string): Health {
  return { status: "progressing", message };
}

export function suspended(message: string): Health {
  return { status: "suspended", message };
}

export function failed(message: string): Health {
  return { status: "failed", message };
}
