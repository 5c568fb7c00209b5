import { DomainError } from "#domain/error.ts";
import type { PushOutcome } from "#ports/git-repository.ts";

import { encodePack } from "./pack.ts";
import type { PackObject } from "./pack.ts";
import { flushPacket, pktLine, readPktLines } from "./pkt-line.ts";
import type { GitTransport } from "./transport/transport.ts";

const dataBand = 1;
const messageBand = 2;
const fatalBand = 3;

/** The id that stands for no commit. */
const nothing = "0".repeat(40);
const capabilities = "report-status side-band-64k object-format=sha1 agent=stagecoach";

/** What hosts say when the branch is not where we expected it. */
const racePattern =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to (update|lock)|incorrect old value|reference already exists|but expected/i;

const progressForm = /^[A-Z][a-z]+ (objects|deltas): +\d+%|, done\.$/;

export interface RefUpdate {
  readonly transport: GitTransport;
  readonly branch: string;
  /** Null where the branch is not there yet. */
  readonly expected: string | null;
  readonly commit: string;
  readonly objects: readonly PackObject[];
  /** Whether the pack may have deltas to objects that the host has. */
  readonly thin: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * What the host said of a push: `unpacked` is false where it could not read the pack, `isComplete` where its answer
 * ends before it says what became of the branch.
 */
export interface PushReport {
  readonly unpacked: boolean;
  readonly isComplete: boolean;
  readonly outcome: PushOutcome | null;
  readonly refusal: string;
}

/**
 * Moves a branch in one request: the host's lock on the reference, which compares it with the expected commit,
 * is the compare-and-swap. No discovery request is made first.
 */
export async function postPush(update: RefUpdate): Promise<PushReport> {
  const { transport, branch, signal } = update;
  return readReport(await transport.receivePack(encodePush(update), signal), branch);
}

function encodePush({ branch, expected, commit, objects, thin }: RefUpdate): Buffer {
  const command = `${expected ?? nothing} ${commit} refs/heads/${branch}`;
  const { bytes } = encodePack(objects, { thin });
  return Buffer.concat([pktLine(`${command}\0${capabilities}`), flushPacket, bytes]);
}

/** Reads `report-status` out of the side bands, or as it is from a host that has no bands. */
export function readReport(answer: Buffer, branch: string): PushReport {
  const status: Buffer[] = [];
  const messages: string[] = [];
  for (const line of readPktLines(answer)) {
    const band = line[0];
    const content = line.subarray(1);
    if (band === dataBand) status.push(content);
    else if (band === messageBand || band === fatalBand) messages.push(...spoken(content));
  }
  const report = status.length > 0 ? Buffer.concat(status) : answer;
  const lines = [...readPktLines(report)].map((line) => line.toString("utf8").trim());
  const unpacked = lines.includes("unpack ok");
  const ref = `refs/heads/${branch}`;
  if (unpacked && lines.includes(`ok ${ref}`))
    return { unpacked, isComplete: true, outcome: { kind: "pushed" }, refusal: "" };
  const verdict = lines.find((line) => line === `ng ${ref}` || line.startsWith(`ng ${ref} `));
  const isComplete = verdict !== undefined;
  const refused = verdict?.slice(`ng ${ref} `.length) ?? "";
  const refusal = [refused, ...messages].filter((text) => text !== "").join(" · ");
  const outcome = isRace(refusal) ? ({ kind: "moved" } as const) : null;
  return { unpacked, isComplete, outcome, refusal };
}

/** Whether a host's refusal means that the branch is not where we expected it. */
export function isRace(refusal: string): boolean {
  return racePattern.test(refusal);
}

/** What is said to people, without the progress of counting and resolving. */
function spoken(content: Buffer): readonly string[] {
  const lines = content.toString("utf8").split(/[\r\n]+/);
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !progressForm.test(line));
}

/** The error for a push of which nobody knows what became. */
export function unanswered({ host }: GitTransport): DomainError {
  const message = `The git server ${host} broke off before it said what became of the push.`;
  return new DomainError("unavailable", message, { host });
}

/** The error for a push that the host understood and declined. */
export function declined(
  { host }: Pick<GitTransport, "host">,
  branch: string,
  refusal: string,
): DomainError {
  const why = refusal === "" ? "gave no reason" : `said: ${refusal}`;
  return new DomainError(
    "forbidden",
    `The git server ${host} declined the push to ${branch} and ${why}.`,
    {
      host,
    },
  );
}
