import { describe, expect, it } from "vitest";

import { profileOf } from "./host-profile.ts";

describe("profileOf", () => {
  it.each([
    ["github.com", "github", "x-access-token"],
    ["GitHub.com:443", "github", "x-access-token"],
    ["acme.ghe.com", "github", "x-access-token"],
    ["github.acme.test", "github", "x-access-token"],
    ["gitlab.com", "gitlab", "oauth2"],
    ["gitlab.acme.test:8443", "gitlab", "oauth2"],
    ["codeberg.org", "gitea", "oauth2"],
    ["gitea.acme.test", "gitea", "oauth2"],
    ["forgejo.acme.test", "gitea", "oauth2"],
    ["bitbucket.org", "bitbucket", "x-token-auth"],
    ["dev.azure.com", "azure", "stagecoach"],
    ["ssh.dev.azure.com", "azure", "stagecoach"],
    ["acme.visualstudio.com", "azure", "stagecoach"],
    ["git.acme.test", "plain", "git"],
    ["notgithub.com", "plain", "git"],
    ["127.0.0.1:3000", "plain", "git"],
  ])("knows %s as %s and sends tokens as %s", (host, kind, tokenUser) => {
    expect(profileOf(host)).toMatchObject({ kind, tokenUser });
  });
});
