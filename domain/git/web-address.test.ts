import { expect, it } from "vitest";

import { commitPage, folderPage, linePage } from "./web-address.ts";

it.each([
  ["https://github.com/acme/config.git", "https://github.com/acme/config/commit/abc"],
  ["git@github.com:acme/config.git", "https://github.com/acme/config/commit/abc"],
  ["ssh://git@ssh.github.com:443/acme/config.git", "https://github.com/acme/config/commit/abc"],
  ["https://gitlab.acme.test/a/b/c.git", "https://gitlab.acme.test/a/b/c/-/commit/abc"],
  ["ssh://git@gitlab.acme.test:2222/a/b.git", "https://gitlab.acme.test/a/b/-/commit/abc"],
  ["http://gitea.acme.test:3000/a/b.git", "http://gitea.acme.test:3000/a/b/commit/abc"],
  ["git@bitbucket.org:acme/config.git", "https://bitbucket.org/acme/config/commits/abc"],
  [
    "https://dev.azure.com/acme/shop/_git/config",
    "https://dev.azure.com/acme/shop/_git/config/commit/abc",
  ],
  [
    "git@ssh.dev.azure.com:v3/acme/shop/config",
    "https://dev.azure.com/acme/shop/_git/config/commit/abc",
  ],
  ["https://git.acme.test/config.git", null],
])("a commit of %s is at %s", (url, page) => {
  expect(commitPage(url, "abc")).toBe(page);
});

it.each([
  ["https://github.com/acme/fleet", "https://github.com/acme/fleet/tree/main/clusters/prod"],
  ["ssh://git@github.com/acme/fleet", "https://github.com/acme/fleet/tree/main/clusters/prod"],
  ["git@gitlab.com:a/b/c.git", "https://gitlab.com/a/b/c/-/tree/main/clusters/prod"],
  [
    "https://codeberg.org/acme/fleet",
    "https://codeberg.org/acme/fleet/src/branch/main/clusters/prod",
  ],
  ["https://bitbucket.org/acme/fleet", "https://bitbucket.org/acme/fleet/src/main/clusters/prod"],
  [
    "git@ssh.dev.azure.com:v3/acme/shop/fleet",
    "https://dev.azure.com/acme/shop/_git/fleet?path=/clusters/prod&version=GBmain",
  ],
  ["https://git.acme.test/fleet", null],
])("a folder of %s is at %s", (url, page) => {
  expect(folderPage(url, { branch: "main", path: "clusters/prod" })).toBe(page);
});

it.each([
  [{ branch: "main", path: "" }, "https://github.com/acme/fleet/tree/main"],
  [
    { branch: "feature/a#1", path: "a b/c" },
    "https://github.com/acme/fleet/tree/feature/a%231/a%20b/c",
  ],
])("the folder %j is at %s", (folder, page) => {
  expect(folderPage("https://github.com/acme/fleet", folder)).toBe(page);
});

it.each([
  ["git@github.com:acme/fleet.git", "https://github.com/acme/fleet/blob/main/a%20b/web.yaml#L7"],
  ["https://gitlab.com/a/b/c", "https://gitlab.com/a/b/c/-/blob/main/a%20b/web.yaml#L7"],
  [
    "https://codeberg.org/acme/fleet",
    "https://codeberg.org/acme/fleet/src/branch/main/a%20b/web.yaml#L7",
  ],
  [
    "https://bitbucket.org/acme/fleet",
    "https://bitbucket.org/acme/fleet/src/main/a%20b/web.yaml#lines-7",
  ],
  [
    "https://dev.azure.com/acme/shop/_git/fleet",
    "https://dev.azure.com/acme/shop/_git/fleet?path=/a%20b/web.yaml&version=GBmain&line=7",
  ],
  ["https://git.acme.test/fleet", null],
])("a line of a file of %s is at %s", (url, page) => {
  expect(linePage(url, { branch: "main", file: "a b/web.yaml", line: 7 })).toBe(page);
});
