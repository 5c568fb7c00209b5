import { parseWorkloadKey } from "#domain/glossary.ts";
import { shortDigest } from "#domain/image/digest.ts";
import { parseImageRef } from "#domain/image/ref.ts";

import type { ResolvedSource } from "./plan-input.ts";
import type { PlanItem } from "./plan.ts";

const longestSubject = 72;

/** `checkout 1.42.1, 2 more`: the release in a few words. */
export function planTitle(items: readonly PlanItem[]): string {
  const [first, ...rest] = updatedWorkloads(items);
  if (!first) return "nothing to change";
  const more = rest.length > 0 ? `, ${rest.length} more` : "";
  return `${workloadName(first.workload)} ${versionOf(first.to)}${more}`;
}

/** The commit message: a subject, the changed containers, without the trailers of a release. */
export function planMessage(input: {
  readonly target: string;
  readonly source: ResolvedSource;
  readonly items: readonly PlanItem[];
  readonly subject: string | null;
}): string {
  const { target, source, items, subject } = input;
  const verb = source.kind === "release" ? "rollback" : "promote";
  const head = subject ? oneLine(subject) : clip(`${verb}(${target}): ${planTitle(items)}`);
  const lines = items
    .filter(({ outcome }) => outcome === "update")
    .map(
      ({ workload, container, from, to, flags }) =>
        `- ${workload} ${container}: ${versionOf(from)} → ${versionOf(to)}${flags.includes("lock-lifted") ? " (in spite of its lock)" : ""}`,
    );
  return [head, "", ...lines, ""].join("\n");
}

/** The trailers by which a release finds its own commit again. */
export function withTrailers(
  message: string,
  trailers: { readonly releaseId: string; readonly requestedBy: string; readonly source: string },
): string {
  return [
    message.trimEnd(),
    "",
    `Release-Id: ${oneLine(trailers.releaseId)}`,
    `Requested-By: ${oneLine(trailers.requestedBy)}`,
    `Source: ${oneLine(trailers.source)}`,
    "",
  ].join("\n");
}

/** The release that a commit message names in its last paragraph, or null. */
export function releaseIdOf(message: string): string | null {
  const lastParagraph =
    message
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? "";
  return /^Release-Id: (\S+)$/m.exec(lastParagraph)?.[1] ?? null;
}

/** What a person calls an image's version: its tag, else its digest in short. */
export function versionOf(image: string | null): string {
  if (image === null) return "none";
  const { tag, digest, name } = parseImageRef(image);
  return tag ?? (digest === undefined ? name : shortDigest(digest));
}

function updatedWorkloads(items: readonly PlanItem[]): readonly PlanItem[] {
  const seen = new Map<string, PlanItem>();
  for (const item of items) {
    const known = seen.get(item.workload);
    if (item.outcome === "update" && (!known || (known.init && !item.init)))
      seen.set(item.workload, item);
  }
  return [...seen.values()];
}

function workloadName(key: string): string {
  return parseWorkloadKey(key)?.name ?? key;
}

function clip(subject: string): string {
  return subject.length <= longestSubject ? subject : `${subject.slice(0, longestSubject - 1)}…`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
