/** An object of Flux or Argo CD by its name. */
export interface EngineObject {
  readonly kind:
    | "kustomization"
    | "helmrelease"
    | "application"
    | "applicationset"
    | "gitrepository";
  readonly namespace: string;
  readonly name: string;
}

/** Why an engine does not apply a new commit by itself, and which object has it so. */
export interface EngineHold {
  readonly by: EngineObject;
  readonly why: "suspended" | "auto-sync-off" | "window-shut";
  /** When a shut window opens again, RFC 3339; null where that is not known. */
  readonly until?: string | null | undefined;
}

/** What a controller says went wrong. */
export interface EngineError {
  readonly by: EngineObject;
  readonly message: string;
  /** The commit that it was at; null where it does not say. */
  readonly revision: string | null;
}

/** How far the object that deploys a workload is. Older agents tell nothing of it. */
export interface EngineState {
  readonly holds?: readonly EngineHold[] | undefined;
  /** The commit that it last found in git; null before it found any. */
  readonly seen?: string | null | undefined;
  /** The commit that it last applied whole; null before it did. */
  readonly applied?: string | null | undefined;
  readonly error?: EngineError | null | undefined;
}
