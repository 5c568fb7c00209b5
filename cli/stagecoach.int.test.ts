import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const repository = resolve(import.meta.dirname, "..");
const shim = join("cli", "stagecoach.mjs");
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      containers:
      - {name: web, image: "acme/web:1.0.0"} # kept
      - {name: log, image: acme/log:2}
`;
const files: Readonly<Record<string, string>> = {
  "base/web.yaml": deployment,
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "prod/kustomization.yaml": "resources: [../base]\nimages:\n- name: acme/web\n  newTag: 1.1.0\n",
  "twice/a.yaml": deployment,
  "twice/b.yml": deployment.replace("1.0.0", "0.9.0"),
  "bad/chart.yaml": "a: {{ .Values.a }}\n",
  "latin/web.yaml": "a: é\n",
};
const web = ["--workload", "shop:deployment/web", "--container", "web"];

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecoach-cli-"));
  mkdirSync(join(folder, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, name.startsWith("latin/") ? "latin1" : "utf8");
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(
  args: readonly string[],
  given: {
    readonly stdin?: string;
    readonly root?: string;
    readonly node?: readonly string[];
  } = {},
): Promise<Run> {
  const { stdin = "", root = repository, node = [] } = given;
  const child = spawn(process.execPath, [...node, join(root, shim), ...args], {
    cwd: folder,
    env: { ...process.env, CLICOLOR_FORCE: "" },
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  return new Promise((done) => child.on("close", (code) => done({ code, out, err })));
}

describe("exit codes and reasons", () => {
  it.each<readonly [args: readonly string[], code: number, reason: string]>([
    [[], 2, "say what to do"],
    [["tgas"], 2, "Did you mean tags?"],
    [["--json"], 2, "the command comes first"],
    [["ref"], 2, "ref takes one image reference"],
    [["ref", "nginx", "--jsno"], 2, "Did you mean --json?"],
    [["ref", "Acme/Web"], 1, "upper case"],
    [["tags", "--filter", "regexp:(?!x)", "a"], 1, "is not a tag filter"],
    [["tags"], 2, "Name tags"],
    [["images"], 2, "Name at least one PATH"],
    [["images", "missing.yaml"], 1, "there is no such file or folder"],
    [["images", "bad/chart.yaml"], 1, "bad/chart.yaml:1:"],
    [["images", "bad"], 0, "bad/chart.yaml:1:"],
    [["images", "latin"], 1, "not UTF-8"],
    [["images", "--root", "base/web.yaml"], 1, "is a file"],
    [["set-image", "base", "acme/web:2", ...web.slice(2)], 2, "Name the workload"],
    [["set-image", "base", "acme/web:2", ...web.slice(0, 2)], 2, "Name a container"],
    [["set-image", "acme/web:2", ...web], 2, "PATH and then the IMAGE"],
    [["set-image", "base", "acme/web", ...web], 1, "neither tag nor digest"],
    [
      ["set-image", "base", "acme/web:2", "--workload", "web", "--container", "web"],
      2,
      "NS:KIND/NAME",
    ],
    [["set-image", "base", "acme/web:2", ...web, "--write", "--stdout"], 2, "exclude each other"],
    [["set-image", "bad", "acme/web:2", ...web], 1, "is not defined in bad"],
    [["set-image", "twice", "acme/web:2", ...web], 1, "twice/a.yaml, line 1; twice/b.yml, line 1"],
    [["set-image", "base", "acme/x:2", ...web.slice(0, 3), "x"], 1, "There are: web, log"],
    [["policy", "base", ...web.slice(0, 2), "--set", "lock=true"], 2, "is not a policy"],
    [
      ["policy", "base", ...web.slice(0, 2), "--set", "tag.web=semver:no"],
      1,
      "is not a tag filter",
    ],
    [["health", "missing"], 1, "there is no such file"],
  ])("%j exits with %i", async (args, code, reason) => {
    const { out, err, ...ended } = await run(args);
    expect(err).toContain(reason);
    expect(ended.code).toBe(code);
    expect(out).toBe("");
  });
});

describe("help and version", () => {
  it("lists every command, and each has help of its own", async () => {
    const { out, code } = await run(["--help"]);
    expect(code).toBe(0);
    for (const name of ["images", "set-image", "tags", "ref", "policy", "health"]) {
      expect(out).toContain(`  ${name} `);
      const help = await run([name, "--help"]);
      expect(help).toMatchObject({ code: 0, err: "" });
      expect(help.out).toContain(`stagecoach ${name} `);
    }
  });

  it("prints the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    expect((await run(["--version"])).out).toBe(`${version}\n`);
  });
});

describe("ref and tags", () => {
  it("takes a reference apart", async () => {
    const { out } = await run(["ref", "nginx:1", "--json"]);
    expect(JSON.parse(out)).toEqual({
      image: "nginx:1",
      name: "nginx",
      registry: "docker.io",
      repository: "library/nginx",
      tag: "1",
      digest: null,
      canonical: "docker.io/library/nginx:1",
    });
  });

  it("orders tags of arguments and of standard input, with reasons", async () => {
    const stdin = "1.0\r\n\n1.1 2026-01-01T00:00:00Z\nx\n";
    const { out } = await run(["tags", "--filter", "semver:*", "-", "2.0", "--json"], { stdin });
    const rows = JSON.parse(out).map(({ tag, rank, newest }: Record<string, unknown>) => [
      tag,
      rank,
      newest,
    ]);
    expect(rows).toEqual([
      ["2.0", 1, true],
      ["1.1", 2, false],
      ["1.0", 3, false],
      ["x", null, false],
    ]);
  });

  it("reads 100,000 tags", async () => {
    const stdin = Array.from({ length: 100_000 }, (_, at) => `v${at}`).join("\n");
    const { out, code } = await run(["tags", "--filter", "semver:*", "-"], { stdin });
    expect(code).toBe(0);
    expect(out.split("\n")[1]).toBe("1       v99999  newest");
  });
});

describe("images", () => {
  it("lists what each file writes, sorted by file", async () => {
    const { out } = await run(["images", "twice", "--json"]);
    expect(JSON.parse(out)[0]).toEqual({
      file: "twice/a.yaml",
      document: 0,
      line: 10,
      column: 28,
      workload: "shop:deployment/web",
      container: "web",
      image: "acme/web:1.0.0",
      writtenAs: '"acme/web:1.0.0"',
    });
    expect(JSON.parse(out).map(({ file }: { file: string }) => file)).toEqual([
      "twice/a.yaml",
      "twice/a.yaml",
      "twice/b.yml",
      "twice/b.yml",
    ]);
  });

  it("lists what is in effect below --root, each where a change of it goes", async () => {
    const { out } = await run(["images", "--root", "prod"]);
    expect(out.split("\n").slice(1, 3)).toEqual([
      "prod/kustomization.yaml:2:1   shop:deployment/web  log        acme/log:2",
      "prod/kustomization.yaml:4:11  shop:deployment/web  web        acme/web:1.1.0",
    ]);
  });
});

describe("set-image", () => {
  it("prints the diff and changes nothing", async () => {
    const { out, code } = await run(["set-image", "base/web.yaml", ...web, "acme/web:1.2.0"]);
    expect(code).toBe(0);
    expect(out).toContain('-      - {name: web, image: "acme/web:1.0.0"} # kept\n');
    expect(out).toContain('+      - {name: web, image: "acme/web:1.2.0"} # kept\n');
    expect(readFileSync(join(folder, "base/web.yaml"), "utf8")).toBe(deployment);
  });

  it("edits standard input to standard output, byte for byte", async () => {
    const stdin = deployment.replaceAll("\n", "\r\n");
    const { out } = await run(["set-image", "-", ...web, "acme/web:3", "--stdout"], { stdin });
    expect(out).toBe(stdin.replace("acme/web:1.0.0", "acme/web:3"));
  });

  it("refuses to write where it cannot, and to print two files as one", async () => {
    const piped = await run(["set-image", "-", ...web, "acme/web:3", "--write"], {
      stdin: deployment,
    });
    expect(piped).toMatchObject({ code: 1, out: "" });
    expect(piped.err).toContain("--write needs a file");
    const both = ["set-image", "twice/a.yaml", "twice/b.yml", ...web, "acme/web:3"];
    const printed = await run([...both, "--stdout"]);
    expect(printed).toMatchObject({ code: 1, out: "" });
    expect(printed.err).toContain("these change: twice/a.yaml, twice/b.yml");
    expect((await run(both)).out.match(/^diff --git/gm)).toHaveLength(2);
  });

  it("changes several containers, and tells when there is nothing to change", async () => {
    const args = ["set-image", "base/web.yaml", ...web, "--container", "log", "acme/one:1"];
    const { out } = await run([...args, "--stdout"]);
    expect(out.match(/acme\/one:1/g)).toHaveLength(2);
    const again = await run(["set-image", "base", ...web, "acme/web:1.0.0"]);
    expect(again).toMatchObject({ code: 0, out: "" });
    expect(again.err).toContain("Nothing to change");
  });

  it("writes where the change takes effect, and nothing else", async () => {
    const copy = join(folder, "copy");
    cpSync(join(folder, "prod"), join(copy, "prod"), { recursive: true });
    cpSync(join(folder, "base"), join(copy, "base"), { recursive: true });
    const { code } = await run(["set-image", "copy/prod", ...web, "acme/web:1.2.0", "--write"]);
    expect(code).toBe(0);
    expect(readFileSync(join(copy, "base/web.yaml"), "utf8")).toBe(deployment);
    expect(readFileSync(join(copy, "prod/kustomization.yaml"), "utf8")).toBe(
      files["prod/kustomization.yaml"]?.replace("1.1.0", "1.2.0"),
    );
    rmSync(copy, { recursive: true });
  });
});

describe("policy", () => {
  it("adds, shows and removes annotations, and the file is as before", async () => {
    writeFileSync(join(folder, "one.yaml"), deployment);
    const args = ["policy", "one.yaml", ...web.slice(0, 2)];
    await run([...args, "--set", "tag.web=semver:~1", "--set", "locked=true", "--write"]);
    const shown = await run([...args, "--json"]);
    expect(JSON.parse(shown.out)).toMatchObject([
      { file: "one.yaml", locked: true, automated: false, filters: { web: "semver:~1" } },
    ]);
    await run([...args, "--unset", "tag.web", "--unset", "locked", "--write"]);
    expect(readFileSync(join(folder, "one.yaml"), "utf8")).toBe(deployment);
  });
});

describe("health", () => {
  it("judges what kubectl prints, and exits with 1 when an object has failed", async () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      status: { phase: "Failed" },
    };
    const stdin = JSON.stringify({ apiVersion: "v1", kind: "List", items: [pod] });
    const { out, code } = await run(["health", "-", "--json"], { stdin });
    expect(JSON.parse(out)).toMatchObject([
      { file: "-", kind: "Pod", name: "p", status: "failed" },
    ]);
    expect(code).toBe(1);
  });
});

describe("starting", () => {
  function freshClone(name: string): string {
    const root = join(folder, name);
    for (const part of ["cli", "domain", "package.json"]) {
      cpSync(join(repository, part), join(root, part), { recursive: true });
    }
    return root;
  }

  it("bundles once for several first starts at the same time", async () => {
    const root = freshClone("clone");
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
    const runs = await Promise.all(["a", "b", "c"].map((image) => run(["ref", image], { root })));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    writeFileSync(
      join(root, "cli", "version.ts"),
      'export function version() {\n  return "9";\n}\n',
    );
    expect((await run(["--version"], { root })).out).toBe("9\n");
    symlinkSync(join(root, shim), join(folder, "linked"));
    expect((await run(["--version"], { root, node: [] })).out).toBe("9\n");
  });

  it("names the next step where the packages are not installed", async () => {
    const { code, err } = await run(["--version"], { root: freshClone("bare") });
    expect(code).toBe(1);
    expect(err).toContain("Run `npm ci`");
  });

  it("runs on a Node without the newest of JavaScript", async () => {
    const older = "data:text/javascript,delete Map.groupBy; delete Object.groupBy";
    const { out, code } = await run(["images", "--root", "prod"], { node: ["--import", older] });
    expect(code).toBe(0);
    expect(out).toContain("acme/web:1.1.0");
  });
});
