import type { Arguments } from "#cli/command.ts";
import { exitCodes } from "#cli/exit.ts";
import type { ExitCode } from "#cli/exit.ts";
import { jsonText } from "#cli/json.ts";
import { usage } from "#cli/parse-arguments.ts";
import { table } from "#cli/table.ts";
import type { Terminal } from "#cli/terminal.ts";
import { formatTagPolicy, parseTagPolicy } from "#domain/tag-policy/policy.ts";
import { rankTags } from "#domain/tag-policy/rank.ts";
import type { RankedTags, TagInfo } from "#domain/tag-policy/rank.ts";
import { describeTagReason } from "#domain/tag-policy/reason.ts";

const standardInput = "-";

/** `stagecoach tags TAG…`: the tags that a filter allows, newest first, then the others with the reason. */
export async function orderTags(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const policy = parseTagPolicy(args.value("filter") ?? "glob:*");
  const tags = await readTags(args.positionals, terminal);
  const { ranked, rejected } = rankTags({ policy, tags });
  if (args.has("json")) {
    terminal.print(jsonText(jsonRows({ ranked, rejected })));
  } else {
    terminal.print(textRows({ ranked, rejected }, terminal));
    terminal.error(`${ranked.length} of ${tags.length} tags match ${formatTagPolicy(policy)}.`);
  }
  return exitCodes.done;
}

async function readTags(args: readonly string[], terminal: Terminal): Promise<readonly TagInfo[]> {
  if (args.length === 0) {
    throw usage({ name: "tags" }, "Name tags, or write - to read them from standard input.");
  }
  const tags: TagInfo[] = [];
  for (const arg of args) {
    if (arg === standardInput) tags.push(...readLines(await terminal.readStdin()));
    else tags.push(readTag(arg.split("@")));
  }
  return tags;
}

function readLines(text: string): readonly TagInfo[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => readTag(line.split(/\s+|@/)));
}

function readTag([tag = "", createdAt]: readonly string[]): TagInfo {
  return createdAt === undefined ? { tag } : { tag, createdAt };
}

function jsonRows({ ranked, rejected }: RankedTags): readonly unknown[] {
  return [
    ...ranked.map(({ tag, createdAt }, at) => ({
      tag,
      rank: at + 1,
      newest: at === 0,
      createdAt: createdAt ?? null,
      whyNot: null,
    })),
    ...rejected.map(({ tag, reason }) => ({
      tag,
      rank: null,
      newest: false,
      createdAt: null,
      whyNot: { ...reason, message: describeTagReason(reason) },
    })),
  ];
}

function textRows({ ranked, rejected }: RankedTags, { paint }: Terminal): string {
  const rows = [
    ...ranked.map(({ tag }, at) => [String(at + 1), tag, at === 0 ? "newest" : ""]),
    ...rejected.map(({ tag, reason }) => ["–", tag, describeTagReason(reason)]),
  ];
  return table(["#", "TAG", "WHY NOT"], rows, paint);
}
