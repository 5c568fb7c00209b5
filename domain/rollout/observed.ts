import type { EngineObject, EngineState } from "./engine-state.ts";

/** A container of a workload's pod template. */
export interface ObservedContainer {
  readonly name: string;
  readonly init: boolean;
  readonly image: string;
}

/** A container of a pod: what its spec wants, and what its status says. */
export interface ObservedPodContainer {
  readonly name: string;
  readonly init: boolean;
  /** As the pod's spec writes it; a runtime's status may name another tag of the same digest. */
  readonly image: string;
  /** What the runtime resolved, usually `repository@digest`; null before the pull. */
  readonly imageId: string | null;
  readonly ready: boolean;
  readonly restarts: number;
  readonly state: "waiting" | "running" | "terminated";
  readonly reason: string | null;
  /** The status's message; of a running container, the last event about a failing probe. */
  readonly message: string | null;
  readonly exitCode: number | null;
  /** Why the run before this one ended. */
  readonly lastReason: string | null;
  readonly lastExitCode: number | null;
  /** What the run before this one left as its last words. */
  readonly lastMessage?: string | null | undefined;
}

export interface ObservedPod {
  readonly name: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly deleting: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The scheduler's sentence when it finds no node; null otherwise. */
  readonly unschedulable: string | null;
  /** Whether the pod belongs to the workload's newest revision. */
  readonly current: boolean;
  readonly containers: readonly ObservedPodContainer[];
}

/** How many pods are wanted and how far they are; `available` is `ready` where a status does not tell it. */
export interface ObservedReplicas {
  readonly desired: number;
  readonly total: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

export interface ObservedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
  readonly message: string | null;
}

/** How far an Argo Rollout is in taking the traffic from the old pods to the new ones. */
export interface ObservedDelivery {
  readonly strategy: "canary" | "blue-green";
  /** Steps that are done, of how many. */
  readonly step: number;
  readonly steps: number;
  /** What it waits for, in the controller's words: `CanaryPauseStep`, `BlueGreenPause`, `InconclusiveAnalysisRun`. */
  readonly pauses: readonly string[];
  readonly aborted: boolean;
  /** Whether the newest revision is the one that all traffic goes to. */
  readonly switched: boolean;
  /** Whether old pods stay for a while after that, without traffic, for a quick way back. */
  readonly keepsOld: boolean;
  readonly message: string | null;
}

/** A folder in git. A branch that is not named is null, the root an empty path. */
export interface GitPlace {
  readonly url: string;
  readonly branch: string | null;
  readonly path: string;
}

/** What deploys an object of Flux or Argo CD, and from where, as far as the agent sees it. */
export interface EngineParent extends EngineObject {
  readonly source?: GitPlace | undefined;
}

/** The object of Flux or Argo CD that deploys a workload. */
export interface ObservedEngine extends EngineState {
  readonly kind: "kustomization" | "helmrelease" | "application";
  readonly namespace: string;
  readonly name: string;
  /** Whether it applies new commits by itself: it is not suspended, and its auto-sync is on. */
  readonly automatic: boolean;
  /** Null where it does not say. */
  readonly source: GitPlace | null;
  /** What deploys that object itself, nearest first; left out where nothing does, or an older agent tells it. */
  readonly parents?: readonly EngineParent[] | undefined;
}

/** What an agent keeps of a workload and its pods: all that the rollout rules need, and no more. */
export interface ObservedWorkload {
  readonly uid: string;
  readonly namespace: string;
  /** Lower case: `deployment`. */
  readonly kind: string;
  readonly name: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly containers: readonly ObservedContainer[];
  readonly replicas: ObservedReplicas;
  readonly paused: boolean;
  /** Whether pods are only replaced when someone deletes them (StatefulSet, DaemonSet). */
  readonly onDelete: boolean;
  /** A StatefulSet's partition: pods with a smaller ordinal keep the old revision. */
  readonly partition: number | null;
  readonly conditions: readonly ObservedCondition[];
  /** Of an Argo Rollout alone. */
  readonly delivery?: ObservedDelivery | null | undefined;
  /** At most 30, failing ones first. */
  readonly pods: readonly ObservedPod[];
  /** The engine that applies the workload, when it says so. */
  readonly managedBy: string | null;
  /** That engine's object, as far as the agent sees it. */
  readonly engine?: ObservedEngine | null | undefined;
  /** The git revision last applied by sync, when known. */
  readonly revision: string | null;
}
