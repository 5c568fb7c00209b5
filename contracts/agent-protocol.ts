import { z } from "zod";

import { AgentCapabilities } from "./agent-capability.ts";
import { SyncDiff } from "./agent-diff.ts";
import { KeyRefused, KeyRotated, RotateKey } from "./agent-key.ts";
import { LogsOf, PodLogs } from "./agent-logs.ts";
import { NudgeSummary, NudgeTarget } from "./agent-nudge.ts";
import { OwnKinds } from "./agent-own-kinds.ts";
import { SyncOptions, SyncSummary } from "./agent-sync.ts";
import { ReportedWorkload } from "./agent-workload.ts";
import { SnapshotEncodings } from "./snapshot-encoding.ts";

/** The WebSocket subprotocol, which is also the version. */
export const agentSubprotocol = "agent.v1";
/** Paths below the gateway's URL. */
export const agentPaths = { enrol: "/agent/v1/enrol", connect: "/agent/v1/connect" } as const;

/** What either side may send. A frame above `gzipAbove` bytes of JSON is gzipped into a binary frame. */
export const frameLimits = {
  jsonBytes: 256 * 1024,
  gzipAbove: 1024,
  /** Objects in a snapshot chunk or a delta, and about how many bytes of them. */
  objects: 200,
  objectBytes: 200 * 1024,
  /** Bytes of content in a chunk, before base64. */
  contentBytes: 140 * 1024,
} as const;

const Cursor = z.object({ epoch: z.uuid(), seq: z.int().min(0) });
/** How far a state stream is stored: sequence numbers count from 1 within an epoch. */
export type Cursor = z.infer<typeof Cursor>;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const uid = z.string().min(1).max(64);
const sentence = z.string().max(2000);

const WatchAge = z.object({
  resource: z.string().max(100),
  synced: z.boolean(),
  /** Since the API server was last heard on this watch; null before it was. */
  ageMs: z.int().min(0).nullable(),
});

/** From the agent. */
export const AgentFrame = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    clusterId: z.uuid(),
    /** Names the running process; another one with the same key is told apart by it. */
    instanceId: z.uuid(),
    /** Which try to connect of the process it is, from 1: one that was long on its way is told by it. */
    attempt: z.int().min(1).optional(),
    generation: z.int().min(1),
    agentVersion: z.string().max(100),
    kubernetesVersion: z.string().max(100),
    missingRights: z.array(z.string().max(200)).max(50),
    capabilities: AgentCapabilities.optional(),
    /** The uid of `kube-system`, where the agent may read it: a key that is used from elsewhere was copied. */
    kubernetesUid: uid.optional(),
    /** Whether the agent can rotate its key. */
    rotates: z.boolean().optional(),
  }),
  /** Ed25519 over `challengeText`, base64url. */
  z.object({ type: z.literal("proof"), signature: z.string().max(200) }),
  /** Asks what of the cluster's state is stored; only for a gateway that `recalls`. */
  z.object({ type: z.literal("recall") }),
  z.object({ type: z.literal("snapBegin"), epoch: z.uuid() }),
  z.object({
    type: z.literal("snapChunk"),
    epoch: z.uuid(),
    items: z.array(ReportedWorkload).max(frameLimits.objects),
  }),
  /**
   * `digest` is the SHA-256 of `snapshotText`, `count` of how many. Only now is absence a deletion. `same` has a bit
   * for each workload that was recalled on this connection, in that order and from the highest bit of the first byte
   * on, base64: those set are in the snapshot as they are stored, and in none of its chunks.
   */
  z.object({
    type: z.literal("snapEnd"),
    epoch: z.uuid(),
    count: z.int().min(0),
    digest,
    same: z.string().max(10_000).optional(),
  }),
  z.object({
    type: z.literal("delta"),
    epoch: z.uuid(),
    seq: z.int().min(1),
    ups: z.array(ReportedWorkload).max(frameLimits.objects),
    dels: z.array(uid).max(frameLimits.objects),
  }),
  z.object({ type: z.literal("commandReceived"), id: z.uuid() }),
  z.object({
    type: z.literal("commandResult"),
    id: z.uuid(),
    ok: z.boolean(),
    message: sentence,
    /** Null where the command brought nothing to the cluster. */
    sync: SyncSummary.nullable(),
    /** What a `diff` found. */
    diff: SyncDiff.optional(),
    /** What `logs` found. */
    logs: PodLogs.optional(),
    /** What a `nudge` did. */
    nudge: NudgeSummary.optional(),
  }),
  RotateKey,
  z.object({ type: z.literal("contentRequest"), digest }),
  z.object({ type: z.literal("heartbeat"), watches: z.array(WatchAge).max(50) }),
]);
export type AgentFrame = z.infer<typeof AgentFrame>;

export const AgentCommand = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("sync"),
    revision: z.string().max(200),
    /** Folder of the config repository; paths in the content are relative to the repository. */
    root: z.string().max(400),
    digest,
    ...SyncOptions,
  }),
  /** Answered with what a sync of the same would change; an agent that does not know it yet takes no notice. */
  z.object({
    name: z.literal("diff"),
    revision: z.string().max(200),
    root: z.string().max(400),
    digest,
  }),
  z.object({ name: z.literal("relist") }),
  /** An agent that does not know it yet takes no notice. */
  z.object({ name: z.literal("rotateKey") }),
  /** Has Flux and Argo CD look at a commit at once; only for an agent that says it can. */
  z.object({ name: z.literal("nudge"), ...NudgeTarget }),
  /** The last lines of a container and its pod's events; an agent that does not know it yet takes no notice. */
  z.object({ name: z.literal("logs"), ...LogsOf }),
]);
/** What an agent can be told to do. */
export type AgentCommand = z.infer<typeof AgentCommand>;

/** Why a connection ends although the agent did nothing wrong. */
const KickReason = z.enum(["replaced", "removed", "draining"]);
export type KickReason = z.infer<typeof KickReason>;

/** Why a connection is not accepted. Only `busy` is worth a quick retry. */
const RefusalReason = z.enum(["unauthenticated", "malformed", "timeout", "busy"]);
export type RefusalReason = z.infer<typeof RefusalReason>;

/** From the gateway. */
export const ServerFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("challenge"), nonce: z.string().max(100) }),
  /**
   * The agent goes on after `cursor`, or sends a snapshot where it cannot. May come again with other `ownKinds`, which
   * is then all that it says.
   */
  z.object({
    type: z.literal("welcome"),
    cursor: Cursor.nullable(),
    /** Whether the gateway takes `rotateKey`. */
    rotation: z.boolean().optional(),
    /** The kinds to watch beside the usual ones, in place of those named before. */
    ownKinds: OwnKinds.optional(),
    /** How it takes snapshots, beside gzip. */
    encodings: SnapshotEncodings.optional(),
    /** Whether the gateway answers `recall`. */
    recalls: z.boolean().optional(),
  }),
  /** The marks of all workloads that are stored, base64; in several parts where they are many. */
  z.object({ type: z.literal("recalled"), marks: z.string(), last: z.boolean() }),
  KeyRotated,
  KeyRefused,
  /** Everything up to here is committed. */
  z.object({ type: z.literal("ack"), ...Cursor.shape }),
  z.object({ type: z.literal("command"), id: z.uuid(), command: AgentCommand }),
  /** Base64; the chunks in order, or a single one with `data: null` where the digest is unknown. */
  z.object({
    type: z.literal("content"),
    digest,
    index: z.int().min(0),
    last: z.boolean(),
    data: z.string().nullable(),
  }),
  z.object({ type: z.literal("kicked"), reason: KickReason }),
  z.object({ type: z.literal("refused"), reason: RefusalReason, message: sentence }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** What an agent signs to prove its key: made out to one gateway, one nonce and one process. */
export function challengeText(proof: {
  readonly nonce: string;
  /** The gateway's origin, such as `https://gateway.example.com`. */
  readonly origin: string;
  readonly clusterId: string;
  readonly instanceId: string;
  readonly generation: number;
}): string {
  const { nonce, origin, clusterId, instanceId, generation } = proof;
  return [agentSubprotocol, nonce, origin, clusterId, instanceId, generation].join("\n");
}

/** What a snapshot's digest is taken of: the uids in it, sorted. */
export function snapshotText(uids: Iterable<string>): string {
  return [...uids].sort().join("\n");
}
