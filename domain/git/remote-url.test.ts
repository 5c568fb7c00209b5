import { describe, expect, it } from "vitest";

import { parseRemoteUrl } from "./remote-url.ts";

describe("parseRemoteUrl", () => {
  it.each([
    ["https://github.com/acme/config", "https://github.com/acme/config.git"],
    ["https://GitHub.com/acme/config.git/", "https://github.com/acme/config.git"],
    ["  https://gitlab.example.com/a/b/c ", "https://gitlab.example.com/a/b/c.git"],
    ["https://git.example.com:8443/config", "https://git.example.com:8443/config"],
    ["http://127.0.0.1:3000/acme/config.git", "http://127.0.0.1:3000/acme/config.git"],
    ["https://dev.azure.com/acme/shop/_git/config", "https://dev.azure.com/acme/shop/_git/config"],
    ["git@github.com:acme/config", "git@github.com:acme/config.git"],
    ["git@GITHUB.com:acme/config.git", "git@github.com:acme/config.git"],
    ["github.com:acme/config.git", "git@github.com:acme/config.git"],
    ["ssh://git@git.example.com/srv/config.git", "ssh://git@git.example.com/srv/config.git"],
    ["ssh://git.example.com:22/config.git", "ssh://git@git.example.com/config.git"],
    ["ssh://deploy@git.example.com:2222/config", "ssh://deploy@git.example.com:2222/config"],
    ["ssh://git@[::1]:2222/config.git", "ssh://git@[::1]:2222/config.git"],
  ])("writes %s as %s", (text, url) => {
    expect(parseRemoteUrl(text).url).toBe(url);
    expect(parseRemoteUrl(url).url).toBe(url);
  });

  it.each([
    ["git@host.test:repo.git", { user: "git", host: "host.test", port: 22, path: "repo.git" }],
    ["me@host.test:/srv/r.git", { user: "me", host: "host.test", port: 22, path: "/srv/r.git" }],
    ["ssh://host.test:7999/a/b.git", { user: "git", port: 7999, path: "/a/b.git" }],
    ["ssh://me@host.test/~/b.git", { user: "me", path: "~/b.git" }],
    ["ssh://git@[::1]/b.git", { host: "::1", path: "/b.git" }],
  ])("takes %s apart", (text, parts) => {
    expect(parseRemoteUrl(text)).toMatchObject({ kind: "ssh", ...parts });
  });

  it.each([
    "",
    "config",
    "/srv/config.git",
    "file:///srv/config.git",
    "ext::sh -c date",
    "git://host.test/config.git",
    "https://",
    "https://host.test",
    "https://bot:token@host.test/config.git",
    "https://host.test/config.git?x=1",
    "https://host.test/con fig.git",
    "--upload-pack=date",
    "-oProxyCommand=date:x",
    "git@-oProxyCommand:x",
    "ssh://-oProxyCommand=date/x",
    "ssh://host.test:70000/x",
    "git@host.test:--upload-pack=date",
    "git@host.test:a/-b",
    "git@host.test:a\nb",
  ])("refuses %j", (text) => {
    expect(() => parseRemoteUrl(text)).toThrow(expect.objectContaining({ code: "invalid" }));
  });
});
