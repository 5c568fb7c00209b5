import { isDeepStrictEqual } from "node:util";

import { z } from "zod";

import type { PlanItem } from "#domain/promotion/plan.ts";
import type { ItemReason } from "#domain/promotion/reason.ts";

import { markOf, Marks } from "./marks.ts";
import { describeOutcome, releaseOutcome } from "./release-outcome.ts";
import type { ReleaseOutcome } from "./release-outcome.ts";
import { ReleaseWorld } from "./release-spec.ts";
import { apart, failed, passed } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const Files = z.record(z.string(), z.string());
const Row = z.looseObject({
  status: z.string(),
  reason: z.string().nullish(),
  containers: z.array(z.looseObject({ container: z.string(), target: z.string() })).nullish(),
});
type Row = z.infer<typeof Row>;
const Given = z.looseObject({
  ...ReleaseWorld.shape,
  ...Marks,
  note: z.string().nullish(),
  files: z.union([z.string(), Files]),
  expected: z.looseObject({
    results: z.record(z.string(), Row).nullish(),
    error: z.string().nullish(),
    changedFilesMinimal: Files.nullish(),
  }),
});
type Given = z.infer<typeof Given>;
const Shared = z.looseObject({ fixtures: z.record(z.string(), Files).nullish() });

/** What the ancestor's reasons say, in our codes; rows that were not part of the request have none. */
const meanings: readonly (readonly [RegExp, readonly ItemReason["code"][]])[] = [
  [/^not included|^not accessible in cluster/, []],
  [/^excluded/, ["excluded"]],
  [/^a different image/, ["excluded"]],
  [/^locked/, ["locked"]],
  [/^image\(s\) up to date/, ["up-to-date"]],
  [/^not found in repository/, ["not-in-config", "not-in-target", "ambiguous", "unreadable"]],
  [/^container\(s\) not found/, ["container-missing", "injected"]],
  [/^container\(s\) tag mismatch/, ["mismatch", "held-by-mismatch"]],
  [
    /^cannot find one or more images|^does not use image/,
    ["no-tag-allowed", "tag-not-allowed", "repository-unknown", "image-missing", "excluded"],
  ],
];

/** The same for errors with which the ancestor gave up a whole release, forgetting its rows. */
const errors: readonly (readonly [RegExp, readonly ItemReason["code"][]])[] = [
  [/cannot satisfy specs/, ["mismatch", "container-missing", "injected"]],
  [/no changes found/, ["up-to-date", "locked", "mismatch", "not-in-config"]],
  [/does not exist/, ["image-missing"]],
];

/** A release scenario: the rows by workload and the exact files, against what the product does of the same request. */
export function judgeReleaseScenario(raw: unknown, shared: unknown): Verdict {
  const given = Given.parse(raw);
  const files = filesOf(given, shared);
  const outcome = releaseOutcome(given, files);
  const wanted = given.expected.changedFilesMinimal ?? {};
  const flaw = isDeepStrictEqual(outcome.files, wanted)
    ? rowsFlaw(given, outcome)
    : "other files are changed";
  const mark = markOf(given);
  if (flaw === null && mark === undefined) return passed;
  const instead = describeOutcome(outcome);
  if (flaw === null) return apart(mark ?? "", instead);
  const why = mark ?? knownDifference(given, outcome);
  if (why !== null) return apart(why, instead);
  return failed({ ...given.expected, flaw }, { files: outcome.files, rows: instead });
}

function filesOf({ files }: Given, shared: unknown): Readonly<Record<string, string>> {
  if (typeof files !== "string") return files;
  const found = Shared.parse(shared).fixtures?.[files];
  if (!found) throw new Error(`there is no fixture ${files}`);
  return found;
}

function rowsFlaw({ expected }: Given, outcome: ReleaseOutcome): string | null {
  if (outcome.refusal !== null && !expected.error) return "the request is refused";
  if (expected.error) return errorFlaw(expected.error, outcome);
  for (const [workload, row] of Object.entries(expected.results ?? {})) {
    const flaw = rowFlaw(row, outcome.items.get(workload) ?? []);
    if (flaw !== null) return `${workload}: ${flaw}`;
  }
  return null;
}

/** Where the ancestor forgot the rows, one of ours has to say why. */
function errorFlaw(error: string, { items, refusal }: ReleaseOutcome): string | null {
  const codes = errors.find(([form]) => form.test(error))?.[1] ?? [];
  const rows = [...items.values()].flat();
  const explained = rows.some(({ reason }) => reason !== null && codes.includes(reason.code));
  return explained || refusal !== null ? null : `no row explains "${error}"`;
}

function rowFlaw(row: Row, items: readonly PlanItem[]): string | null {
  if (row.status === "success") return successFlaw(row, items);
  const codes = meanings.find(([form]) => form.test(row.reason ?? ""))?.[1];
  if (codes === undefined) return `its reason "${row.reason}" has no meaning here`;
  const stray = items.find(
    ({ reason }) => reason === null || !(codes.includes(reason.code) || isAside(reason)),
  );
  if (stray) return `${stray.container} is ${stray.reason?.code ?? "updated"}`;
  const isRequested = codes.length > 0;
  return isRequested && items.length === 0 ? "it has no row" : null;
}

/** What runs beside the files' containers says nothing about them. */
function isAside(reason: ItemReason): boolean {
  return reason.code === "injected" && !reason.named;
}

function successFlaw({ containers }: Row, items: readonly PlanItem[]): string | null {
  for (const { container, target } of containers ?? []) {
    const item = items.find((candidate) => candidate.container === container);
    if (item?.to !== target) return `${container} becomes ${item?.to ?? "nothing"}, not ${target}`;
  }
  return items.some(({ outcome }) => outcome === "update") ? null : "nothing of it is updated";
}

/** The rule by which the product differs from its ancestor here; null where it ought to do the same. */
function knownDifference(
  { expected, note, running }: Given,
  outcome: ReleaseOutcome,
): string | null {
  const items = [...outcome.items.values()].flat();
  const failures = items.filter(({ outcome: how }) => how === "failed");
  if (/sabotag/.test(note ?? "")) return "an edit is verified before it is planned";
  if (/last one wins/.test(note ?? "")) return "one reason per container";
  if (expected.error && failures.length > 0) return "what fails does not stop the rest";
  const isUnchanged = Object.keys(outcome.files).length === 0;
  if (expected.error && isUnchanged) return "nothing to change is no error";
  const rows = Object.values(expected.results ?? {});
  if (rows.some(({ reason }) => reason === "ignore")) return "only a lock holds a release back";
  if (items.some(({ reason }) => reason?.code === "digest-unknown")) return "digests are kept";
  if (items.some(({ from }) => from?.includes("@sha256:"))) return "digests are kept";
  const known = new Set(running.map(({ id }) => id));
  if (items.some(({ workload }) => !known.has(workload))) return "the files say what is planned";
  const drifted = items.some(({ from, running: runs }) => runs !== null && runs !== from);
  if (drifted) return "the files say what is planned";
  if (new Set(items.map(({ reason }) => reason?.code)).size > 1) return "one reason per container";
  return null;
}
