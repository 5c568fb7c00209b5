import type { Command, Option } from "./command.ts";

const json: Option = { name: "json", help: "print JSON, in the shape that docs/cli.md describes" };
const write: Option = { name: "write", help: "change the files instead of showing the diff" };
const stdout: Option = { name: "stdout", help: "print the whole changed file instead of the diff" };
const workload: Option = {
  name: "workload",
  value: "NS:KIND/NAME",
  help: "the workload, for example shop:deployment/checkout",
};

const paths = [
  "PATH is a file, a folder (every .yaml and .yml file below it) or - for standard input.",
];
const where = [
  "A file is changed as it stands. A folder is read as a cluster that syncs it would: kustomizations",
  "are followed, and the change is made where it takes effect. - changes standard input.",
];

/** All commands, in the order that the help lists them. */
export const commands: readonly Command[] = [
  {
    name: "images",
    summary: "List every image that manifests name, and where",
    synopsis: "PATH… [--json] | --root DIR [--json]",
    description: [
      ...paths,
      "Each file is read by itself: what stands in it is listed, overridden elsewhere or not.",
      "With --root, DIR is read as the folder that a cluster syncs: its workloads are listed with the",
      "image in effect, each at the place where a change of it goes.",
    ],
    examples: ["stagecoach images clusters/prod", "stagecoach images --root clusters/prod --json"],
    options: [
      {
        name: "root",
        value: "DIR",
        help: "list the images in effect in the cluster that syncs DIR",
      },
      json,
    ],
    load: async () => (await import("./commands/images.ts")).listImages,
  },
  {
    name: "set-image",
    summary: "Change a container's image; only the bytes of its value differ",
    synopsis: "PATH… --workload W --container C IMAGE [--write | --stdout]",
    description: [
      ...where,
      "Without --write or --stdout it prints the unified diff and changes nothing.",
    ],
    examples: [
      "stagecoach set-image web.yaml --workload shop:deployment/web --container web ghcr.io/acme/web:1.4.0",
      "stagecoach set-image clusters/prod --workload shop:deployment/web --container web acme/web:1.4.0 --write",
    ],
    options: [
      workload,
      {
        name: "container",
        value: "NAME",
        isRepeatable: true,
        help: "the container; may be repeated",
      },
      write,
      stdout,
    ],
    load: async () => (await import("./commands/set-image.ts")).setImages,
  },
  {
    name: "tags",
    summary: "Put tags in order by a filter, newest first, and say why not the others",
    synopsis: "[--filter FILTER] [--json] TAG…|-",
    description: [
      "A filter is glob:main-*, semver:~1.4, regexp:^v[0-9]+$, alphabetical:asc or numerical:asc.",
      "Without one, every tag but latest is allowed (glob:*). A tag may carry the time it was created:",
      "main-41c7e02@2026-01-31T12:00:00Z. - reads tags from standard input, one a line, with the time",
      "after white space.",
    ],
    examples: [
      "stagecoach tags --filter 'semver:~1.4' 1.4.0 1.4.2 1.5.0",
      "cat tags.txt | stagecoach tags -",
    ],
    options: [
      { name: "filter", value: "FILTER", help: "which tags are allowed, and their order" },
      json,
    ],
    load: async () => (await import("./commands/tags.ts")).orderTags,
  },
  {
    name: "ref",
    summary: "Take an image reference apart",
    synopsis: "IMAGE [--json]",
    description: ["Prints its registry, repository, tag and digest, and the canonical form."],
    examples: ["stagecoach ref nginx", "stagecoach ref ghcr.io/acme/web:1.4.0 --json"],
    options: [json],
    load: async () => (await import("./commands/ref.ts")).describeRef,
  },
  {
    name: "policy",
    summary: "Show or change a workload's lock, automation and tag filters",
    synopsis: "PATH… --workload W [--set K=V]… [--unset K]… [--write | --stdout] [--json]",
    description: [
      ...where,
      "K is automated, locked, locked_user, locked_msg, tag.CONTAINER or tag_all. Without --set and --unset",
      "the policies are shown.",
    ],
    examples: [
      "stagecoach policy web.yaml --workload shop:deployment/web --set tag.web=semver:~1.4",
      "stagecoach policy clusters/prod --workload shop:deployment/web --unset locked --write",
    ],
    options: [
      workload,
      { name: "set", value: "K=V", isRepeatable: true, help: "set a policy; may be repeated" },
      { name: "unset", value: "K", isRepeatable: true, help: "remove a policy; may be repeated" },
      write,
      stdout,
      json,
    ],
    load: async () => (await import("./commands/policy.ts")).changePolicies,
  },
  {
    name: "health",
    summary: "Tell how live objects do, from what kubectl prints of them",
    synopsis: "FILE…|- [--json]",
    description: [
      "FILE holds objects as kubectl get -o yaml or -o json prints them. The statuses are healthy,",
      "progressing, suspended, failed and terminating. The exit code is 1 when an object has failed.",
    ],
    examples: ["kubectl get deployment,pod -o yaml | stagecoach health -"],
    options: [json],
    load: async () => (await import("./commands/health.ts")).tellHealth,
  },
];
