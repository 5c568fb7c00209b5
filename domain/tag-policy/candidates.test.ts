import { describe, expect, it } from "vitest";

import { knowledge } from "#test/builders/plan-input.ts";

import { candidatesFor, readUse, whyUnreadable } from "./candidates.ts";
import { formatTagPolicy } from "./policy.ts";

const images = knowledge({ nginx: ["1.0.0", "2.0.0", "main-aaa", "main-bbb", "latest"] });

describe("candidatesFor", () => {
  it.each<{
    about: string;
    image: string;
    filter?: string;
    policy: string;
    ranked: readonly string[];
  }>([
    {
      about: "the manifest's filter",
      image: "nginx:1.0.0",
      filter: "semver:~1",
      policy: "semver:~1",
      ranked: ["1.0.0"],
    },
    {
      about: "the policy of a version in use",
      image: "nginx:1.0.0",
      policy: "semver:*:^\\d",
      ranked: ["2.0.0", "1.0.0"],
    },
    {
      about: "the policy of a branch build in use",
      image: "nginx:main-aaa",
      policy: "glob:main-*",
      ranked: ["main-bbb", "main-aaa"],
    },
    {
      about: "everything but latest where nothing can be guessed",
      image: "nginx",
      policy: "glob:*",
      ranked: ["main-bbb", "main-aaa", "2.0.0", "1.0.0"],
    },
    {
      about: "one repository, however its name is written",
      image: "index.docker.io/library/nginx:1.0.0",
      policy: "semver:*:^\\d",
      ranked: ["2.0.0", "1.0.0"],
    },
  ])("goes by $about", ({ image, filter, policy, ranked }) => {
    const candidates = candidatesFor({ image, filter, knowledge: images });
    expect(candidates).toMatchObject({ repository: "docker.io/library/nginx" });
    expect(candidates && formatTagPolicy(candidates.policy)).toBe(policy);
    expect(candidates?.ranked.map(({ tag }) => tag)).toEqual(ranked);
  });

  it("accounts for every tag: it is ranked, or rejected with a reason", () => {
    const candidates = candidatesFor({
      image: "nginx:1.0.0",
      filter: "semver:~1",
      knowledge: images,
    });
    const all = [...(candidates?.ranked ?? []), ...(candidates?.rejected ?? [])];
    expect(all.map(({ tag }) => tag).toSorted()).toEqual(
      ["1.0.0", "2.0.0", "latest", "main-aaa", "main-bbb"].toSorted(),
    );
  });

  it("has no tags for a repository that nobody scanned, and says so", () => {
    const candidates = candidatesFor({ image: "redis:7", filter: undefined, knowledge: images });
    expect(candidates).toMatchObject({ knowledge: null, ranked: [], rejected: [] });
  });

  it.each([
    { about: "an image that cannot be read", image: "Not/An:Image", filter: undefined },
    { about: "a filter that cannot be read", image: "nginx:1", filter: "regexp:(" },
  ])("allows nothing for $about", ({ image, filter }) => {
    expect(candidatesFor({ image, filter, knowledge: images })).toBeNull();
  });
});

it.each([
  ["semver:newest", '"newest" is not a range of versions'],
  ["regexp:(", "missing closing"],
  ["semver:~1", null],
  ["anything", null],
])("%s: unreadable because %s", (filter, reason) => {
  const sentence = whyUnreadable(filter);
  if (reason === null) expect(sentence).toBeNull();
  else expect(sentence).toContain(reason);
});

it.each([
  ["nginx:1.2.3", undefined, "docker.io/library/nginx", "1.2.3", "semver:*:^\\d"],
  ["quay.io/a/b", "main-*", "quay.io/a/b", undefined, "glob:main-*"],
  ["index.docker.io/a/b:x", "regex:^x", "docker.io/a/b", "x", "regexp:^x"],
])("%s with filter %s is a use of %s", (image, filter, repository, tag, policy) => {
  const use = readUse(image, filter);
  expect(use).toMatchObject({ repository, ...(tag !== undefined && { tag }) });
  expect(use && formatTagPolicy(use.policy)).toBe(policy);
});
