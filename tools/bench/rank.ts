import semver from "semver";

import { formatTagPolicy, ordersByTime, parseTagPolicy } from "#domain/tag-policy/policy.ts";
import type { TagPolicy } from "#domain/tag-policy/policy.ts";
import { rankTags } from "#domain/tag-policy/rank.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";
import { seededRandom } from "#test/builders/random.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { spread } from "./figure.ts";
import { timed } from "./timed.ts";

const count = 10_000;
const filters = [
  "glob:main-*",
  "regexp:^main-[0-9a-f]{7}-[0-9]+$",
  "semver:>=1.2 <9 || ~12.1",
  "alphabetical:asc:$sha:^main-(?P<sha>[0-9a-f]{7})-",
  "numerical:desc:$ts:^main-[0-9a-f]{7}-(?P<ts>[0-9]+)$",
];

/** 10,000 tags ranked by every kind of policy, each tag with its reason, beside a plain filter and sort. */
export async function benchRank({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const policies = filters.map((filter) => ({
    policy: parseTagPolicy(filter),
    tags: tagsOf(filter),
  }));
  const figures = [];
  for (const { policy, tags } of policies) {
    const { ranked, rejected } = rankTags({ policy, tags });
    report(`${formatTagPolicy(policy)}: ${ranked.length} ranked, ${rejected.length} with a reason`);
    const ours = new Array<number>();
    const peer = new Array<number>();
    for (let run = 0; run < runs; run += 1) {
      signal.throwIfAborted();
      ours.push(await timed(() => rankTags({ policy, tags })));
      peer.push(await timed(() => plainSort(policy, tags)));
    }
    figures.push(...spread(`${count} tags, ${policy.kind}`, { ours, peer }));
  }
  return { peer: "plain sort", figures };
}

/** What a script would do: npm's semver for versions, the created time for the rest; no reasons, no filter's group. */
function plainSort(policy: TagPolicy, tags: readonly TagInfo[]): readonly TagInfo[] {
  if (policy.kind === "semver") {
    const range = policy.range;
    const inside = tags.filter(({ tag }) => semver.satisfies(tag, range));
    return inside.toSorted((a, b) => semver.rcompare(a.tag, b.tag));
  }
  if (ordersByTime(policy)) {
    return tags.toSorted((a, b) => Date.parse(b.createdAt ?? "") - Date.parse(a.createdAt ?? ""));
  }
  return tags.toSorted((a, b) => (a.tag < b.tag ? 1 : -1));
}

/** Half of the tags fit the filter's kind; the others are of another line. */
function tagsOf(filter: string): readonly TagInfo[] {
  const random = seededRandom(7);
  const number = (below: number): number => Math.floor(random() * below);
  return Array.from({ length: count }, (_, at) => {
    const build = `${hex(number(2 ** 28))}-${1_700_000_000 + number(10_000_000)}`;
    const version = `${number(14)}.${number(40)}.${number(90)}${at % 5 === 0 ? "-rc.1" : ""}`;
    const fits = at % 2 === 0;
    const tag =
      filter.startsWith("semver:") === fits ? version : `${fits ? "main" : "dev"}-${build}`;
    return { tag, createdAt: new Date(1_700_000_000_000 + number(10_000_000_000)).toISOString() };
  });
}

function hex(value: number): string {
  return value.toString(16).padStart(7, "0");
}
