import { expect, it } from "vitest";

import { isSameRepository, repositoryName } from "./same-repository.ts";

it.each([
  ["https://github.com/acme/fleet", "https://github.com/acme/fleet.git"],
  ["https://github.com/acme/fleet", "ssh://git@github.com/acme/fleet"],
  ["https://github.com/acme/fleet/", "git@github.com:acme/fleet.git"],
  ["https://github.com/Acme/Fleet", "https://GitHub.com/acme/fleet"],
  ["https://github.com/acme/fleet", "ssh://git@ssh.github.com:443/acme/fleet.git"],
  ["https://gitlab.com/acme/team/fleet", "ssh://git@altssh.gitlab.com:443/acme/team/fleet.git"],
  ["https://bitbucket.org/acme/fleet", "git@bitbucket.org:acme/fleet.git"],
  ["https://dev.azure.com/acme/shop/_git/fleet", "git@ssh.dev.azure.com:v3/acme/shop/fleet"],
  ["https://acme.visualstudio.com/shop/_git/fleet", "https://dev.azure.com/acme/shop/_git/fleet"],
  [
    "https://acme.visualstudio.com/DefaultCollection/shop/_git/fleet",
    "acme@vs-ssh.visualstudio.com:v3/acme/shop/fleet",
  ],
  ["https://git.acme.test/fleet.git", "ssh://git@git.acme.test:2222/fleet"],
  ["https://git.acme.test/fleet", "https://git.acme.test:443/fleet"],
  ["http://gitea.gitea.svc.cluster.local:3000/acme/fleet", "https://git.acme.test/acme/fleet"],
  ["http://gitea.gitea.svc/acme/fleet", "https://git.acme.test/acme/fleet"],
  ["http://gitea/acme/fleet", "http://gitea/acme/fleet.git"],
])("takes %s and %s for one repository", (one, other) => {
  expect(isSameRepository(one, other)).toBe(true);
  expect(isSameRepository(other, one)).toBe(true);
});

it.each([
  ["https://github.com/acme/fleet", "https://github.com/acme/fleet-infra"],
  ["https://github.com/acme/fleet", "https://gitlab.com/acme/fleet"],
  ["https://git.acme.test/Fleet", "https://git.acme.test/fleet"],
  ["http://127.0.0.1:3000/acme/fleet", "http://127.0.0.1:4000/acme/fleet"],
  ["ssh://git@git.acme.test:22/fleet", "ssh://git@git.acme.test:2222/fleet"],
  ["http://gitea/acme/fleet", "http://forgejo/acme/fleet"],
  ["oci://ghcr.io/acme/fleet", "oci://ghcr.io/acme/fleet"],
  ["", ""],
])("tells %s and %s apart", (one, other) => {
  expect(isSameRepository(one, other)).toBe(false);
  expect(isSameRepository(other, one)).toBe(false);
});

it.each([
  ["https://github.com/Acme/fleet.git", "github.com/Acme/fleet"],
  ["ssh://git@github.com/acme/fleet", "github.com/acme/fleet"],
  ["git@git.acme.test:acme/fleet.git", "git.acme.test/acme/fleet"],
  ["http://127.0.0.1:3000/acme/fleet", "127.0.0.1:3000/acme/fleet"],
  ["ssh://git@ssh.github.com:443/acme/fleet", "github.com:443/acme/fleet"],
  ["oci://ghcr.io/acme/fleet", "oci://ghcr.io/acme/fleet"],
])("calls %s %s", (url, name) => {
  expect(repositoryName(url)).toBe(name);
});
