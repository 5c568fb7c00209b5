import { describe, expect, it } from "vitest";

import { clusterFromForm } from "./cluster-form.ts";

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const named = { name: "prod-eu", environment: "prod", branch: "main", path: "" };

describe("the form of a new cluster", () => {
  it("needs no repository", () => {
    const { cluster } = clusterFromForm(form(named));
    expect(cluster).toEqual({ name: "prod-eu", environment: "prod" });
  });

  it("takes a repository with its path and token, trimmed", () => {
    const fields = {
      ...named,
      repository: " https://git.example.test/config ",
      path: "clusters/prod",
      password: "t",
    };
    expect(clusterFromForm(form(fields)).cluster?.source).toEqual({
      repository: "https://git.example.test/config",
      branch: "main",
      path: "clusters/prod",
      password: "t",
    });
  });

  it.each([
    { about: "no name", change: { name: "" }, field: "name" },
    { about: "a name with capitals", change: { name: "Prod" }, field: "name" },
    { about: "no environment", change: { environment: "" }, field: "environment" },
    {
      about: "a path instead of a URL",
      change: { repository: "git/config" },
      field: "source.repository",
    },
    {
      about: "no branch",
      change: { repository: "https://git.example.test/c", branch: "" },
      field: "source.branch",
    },
  ])("says which field is wrong: $about", ({ change, field }) => {
    const { cluster, errors } = clusterFromForm(form({ ...named, ...change }));
    expect(cluster).toBeNull();
    expect(Object.keys(errors)).toEqual([field]);
  });
});
