import { pick } from "#test/builders/random.ts";

const keys = [
  "image",
  "name",
  "tag",
  "a.b/c",
  '"quoted"',
  "'single'",
  "x-y",
  "$v",
  "10",
  "true",
  "null",
  "<<",
  "two words",
  "é",
  "? image\n",
];
const plain = [
  "v1",
  "nginx:1.25",
  "1",
  "0644",
  "0x1f",
  "1e3",
  ".5",
  "-1",
  "+.inf",
  ".nan",
  "~",
  "null",
  "true",
  "yes",
  "a b",
  "a  b",
  "a:b",
  "a#b",
  "http://x/y?z=1",
  "--flag=1",
  "-x",
  "1.10",
  "2020-01-02",
  "1:20",
  "é→x",
  "",
  "[",
  "}",
  "a, b",
  "@x",
  "%x",
  "`x`",
  "!x y",
  "!!str 1",
  "&x v1",
  "*x",
  "? x",
  ": x",
  "- x",
  "-",
  "a: b",
  "a:",
  "...",
  "---",
  "|",
  ">",
];
const quoted = [
  '"v1"',
  "'v1'",
  '""',
  "''",
  '"a b # c"',
  "'a: b'",
  "'it''s'",
  '"a\\nb"',
  '"é"',
  "'{x}'",
  '"open',
  "'open",
  '"it\'s"',
  "'say \"x\"'",
  '"a" b',
  "'a'b",
  "'a\n          b'",
  '"a  \n\n\n          b "',
  "'[\n]'",
  "'\n\n           # a ''b''\n            '",
];
const comments = ["", "", "", "", " # c", "  # it's: [x", "#x", " #", "\t# tab", "   "];
const headers = ["|", "|-", "|+", ">", ">-", "|2", "| # c", "|-\t", "|x"];
const fillers = ["", "# c", "  # deep", "   ", "# {{ x }}", "#"];

/** How many levels and how many entries in each there are at most. */
interface YamlSize {
  readonly depth: number;
  readonly width: number;
}

/** YAML of every kind that people write, now and then broken. */
export function generatedYaml(next: () => number, size: YamlSize): string {
  const documents = Array.from({ length: next() < 0.8 ? 1 : 1 + Math.floor(next() * 3) }, () =>
    block(next, { ...size, indent: 0 }).join("\n"),
  );
  const separator = pick(next, [
    "\n---\n",
    "\n---\n",
    "\n--- \n",
    "\n--- # c\n",
    "\n...\n---\n",
    "\n---\n---\n",
  ]);
  const head = pick(next, ["", "", "", "---\n", "# c\n---\n", "\n", "%YAML 1.2\n---\n", "# c\n\n"]);
  const text =
    head +
    documents.join(separator) +
    pick(next, ["\n", "\n", "\n", "", "\n\n", "\n# c", "\n---\n"]);
  const ended = next() < 0.05 ? text.replaceAll("\n", "\r\n") : text;
  return next() < 0.02 ? `\uFEFF${ended}` : ended;
}

interface Spot extends YamlSize {
  readonly indent: number;
}

function block(next: () => number, spot: Spot): readonly string[] {
  const count = 1 + Math.floor(next() * spot.width);
  const isList = next() < 0.3;
  const lines = Array.from({ length: count }, () => {
    const entry = isList ? item(next, spot) : pair(next, spot);
    return next() < 0.07 ? [" ".repeat(spot.indent) + pick(next, fillers), ...entry] : entry;
  });
  return lines.flat();
}

function pair(next: () => number, spot: Spot): readonly string[] {
  const { indent, depth } = spot;
  const start = `${" ".repeat(indent)}${pick(next, keys)}:`;
  const sort = next();
  if (depth > 0 && sort < 0.3) {
    const step = pick(next, [2, 2, 2, 2, 4, 1, 0, 3]);
    const anchor = next() < 0.05 ? " &m" : "";
    return [
      start + anchor + pick(next, comments),
      ...block(next, { ...spot, indent: indent + step, depth: depth - 1 }),
    ];
  }
  if (sort < 0.38) return literal(next, start, indent);
  return [`${start}${pick(next, [" ", " ", " ", "  ", ""])}${value(next)}${pick(next, comments)}`];
}

function item(next: () => number, spot: Spot): readonly string[] {
  const { indent, depth } = spot;
  const start = `${" ".repeat(indent)}-`;
  const sort = next();
  if (depth > 0 && sort < 0.5) {
    const [first = "", ...others] = block(next, { ...spot, indent: indent + 2, depth: depth - 1 });
    return [`${start} ${first.slice(indent + 2)}`, ...others];
  }
  if (sort < 0.55) return literal(next, start, indent);
  return [`${start}${pick(next, [" ", " ", "  ", ""])}${value(next)}${pick(next, comments)}`];
}

function literal(next: () => number, start: string, indent: number): readonly string[] {
  const margin = " ".repeat(indent + pick(next, [2, 2, 2, 1, 4, 0]));
  const lines = Array.from({ length: 1 + Math.floor(next() * 4) }, () =>
    pick(next, ["", "text", "a: b", "# no comment", "  more", "   ", "---", "- x", "é"]),
  );
  return [
    `${start} ${pick(next, headers)}`,
    ...lines.map((line) => (line === "" ? "" : margin + line)),
  ];
}

function value(next: () => number): string {
  const sort = next();
  if (sort < 0.6) return pick(next, plain);
  if (sort < 0.8) return pick(next, quoted);
  return flow(next, 0);
}

function flow(next: () => number, depth: number): string {
  const isMap = next() < 0.6;
  const entries = Array.from({ length: Math.floor(next() * 4) }, () => {
    const inner = depth < 2 && next() < 0.2 ? flow(next, depth + 1) : flowScalar(next);
    return isMap
      ? `${pick(next, keys)}${pick(next, [": ", ": ", ": ", ":", " : "])}${inner}`
      : inner;
  });
  const body = entries.join(pick(next, [", ", ", ", ",", " , ", ",\n   "]));
  const end = pick(next, ["", "", "", " ", ", ", ","]);
  const pad = pick(next, ["", "", " "]);
  return isMap ? `{${pad}${body}${end}}` : `[${pad}${body}${end}]`;
}

function flowScalar(next: () => number): string {
  return next() < 0.7 ? pick(next, plain) : pick(next, quoted);
}
