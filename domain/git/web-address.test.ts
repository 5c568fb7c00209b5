import { expect, it } from "vitest";

import { commitPage } from "./web-address.ts";

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
