import { describe, expect, it } from "vitest";

import { compareUrl } from "./compare-link.ts";

const older = "1111111aaaa";
const newer = "2222222bbbb";

function link(source: string, other: string = source): string | null {
  return compareUrl({ source, revision: older }, { source: other, revision: newer });
}

describe("two commits of one repository are compared on", () => {
  it.each([
    ["https://github.com/acme/web", `https://github.com/acme/web/compare/${older}...${newer}`],
    ["https://github.com/acme/web.git", `https://github.com/acme/web/compare/${older}...${newer}`],
    ["http://GitHub.com/acme/web/", `https://github.com/acme/web/compare/${older}...${newer}`],
    ["git@github.com:acme/web.git", `https://github.com/acme/web/compare/${older}...${newer}`],
    ["ssh://git@github.com:22/acme/web", `https://github.com/acme/web/compare/${older}...${newer}`],
    ["git+https://github.com/acme/web", `https://github.com/acme/web/compare/${older}...${newer}`],
    ["git://github.com/acme/web.git", `https://github.com/acme/web/compare/${older}...${newer}`],
    [
      "https://github.com/acme/web/tree/main/services/api",
      `https://github.com/acme/web/compare/${older}...${newer}`,
    ],
    [
      "https://github.com/acme/web.git#main:dir",
      `https://github.com/acme/web/compare/${older}...${newer}`,
    ],
    [
      "https://user:secret@github.com/acme/web",
      `https://github.com/acme/web/compare/${older}...${newer}`,
    ],
    [
      "https://github.acme.test:8443/acme/web",
      `https://github.acme.test:8443/acme/web/compare/${older}...${newer}`,
    ],
    ["https://acme.ghe.com/a/web", `https://acme.ghe.com/a/web/compare/${older}...${newer}`],
    [
      "https://gitlab.com/group/sub/web.git",
      `https://gitlab.com/group/sub/web/-/compare/${older}...${newer}`,
    ],
    [
      "https://gitlab.acme.test/group/web/-/tree/main",
      `https://gitlab.acme.test/group/web/-/compare/${older}...${newer}`,
    ],
    ["https://codeberg.org/acme/web", `https://codeberg.org/acme/web/compare/${older}...${newer}`],
    ["https://gitea.acme.test/a/web", `https://gitea.acme.test/a/web/compare/${older}...${newer}`],
    [
      "git@forgejo.acme.test:a/web.git",
      `https://forgejo.acme.test/a/web/compare/${older}...${newer}`,
    ],
    [
      "https://bitbucket.org/acme/web",
      `https://bitbucket.org/acme/web/branches/compare/${newer}..${older}`,
    ],
    [
      "https://bitbucket.acme.test/scm/SHOP/web.git",
      `https://bitbucket.acme.test/projects/SHOP/repos/web/compare/commits?sourceBranch=${newer}&targetBranch=${older}`,
    ],
    [
      "https://bitbucket.acme.test/projects/SHOP/repos/web/browse",
      `https://bitbucket.acme.test/projects/SHOP/repos/web/compare/commits?sourceBranch=${newer}&targetBranch=${older}`,
    ],
    [
      "https://dev.azure.com/acme/shop/_git/web",
      `https://dev.azure.com/acme/shop/_git/web/branchCompare?baseVersion=GC${older}&targetVersion=GC${newer}`,
    ],
    [
      "git@ssh.dev.azure.com:v3/acme/shop/web",
      `https://dev.azure.com/acme/shop/_git/web/branchCompare?baseVersion=GC${older}&targetVersion=GC${newer}`,
    ],
    [
      "https://acme.visualstudio.com/shop/_git/web",
      `https://acme.visualstudio.com/shop/_git/web/branchCompare?baseVersion=GC${older}&targetVersion=GC${newer}`,
    ],
  ])("%s", (source, url) => {
    expect(link(source)).toBe(url);
  });

  it("the newer image's address when both are written differently", () => {
    expect(link("git@github.com:Acme/Web.git", "https://github.com/acme/web")).toBe(
      `https://github.com/acme/web/compare/${older}...${newer}`,
    );
  });
});

describe("there is no link", () => {
  it.each([
    "https://git.acme.test/shop/web",
    "https://evilgithub.com/a/b",
    "https://github.com.evil.test:x/a/b",
    "https://notgitlab.test/a/b",
    "javascript:alert(1)//github.com/a/b",
    "https://github.com/",
    "https://github.com/acme",
    'https://github.com/acme/web"onclick=x',
    "https://github.com/acme/web<script>",
    "file:///github.com/a/b",
    "https://dev.azure.com/acme/shop",
    "acme/web",
    "",
  ])("for %s", (source) => {
    expect(link(source)).toBeNull();
  });

  it("between two repositories", () => {
    expect(link("https://github.com/acme/web", "https://github.com/acme/api")).toBeNull();
    expect(link("https://github.com/acme/web", "https://gitlab.com/acme/web")).toBeNull();
  });

  it.each([
    [undefined, newer],
    [older, undefined],
    [older, older],
    ["main", newer],
    [older, "v1.2.3"],
    [older, "../../../evil"],
  ])("between %s and %s", (from, to) => {
    const source = "https://github.com/acme/web";
    const origin = (revision: string | undefined) => ({ source, ...(revision && { revision }) });
    expect(compareUrl(origin(from), origin(to))).toBeNull();
  });

  it("where an image says nothing", () => {
    expect(compareUrl(undefined, { source: "https://github.com/a/b", revision: newer })).toBeNull();
    expect(compareUrl({ revision: older }, { revision: newer })).toBeNull();
  });
});
