import { describe, expect, it } from "vitest";

import { ApiProblem } from "#ui/queries/api-problem.ts";

import { clusterFromForm, fieldErrors } from "./cluster-form.ts";

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const named = { name: "prod-eu", environment: "prod", branch: "main", path: "" };

describe("the form of a new cluster", () => {
  it("needs no repository", () => {
    expect(clusterFromForm(form(named))).toEqual({ name: "prod-eu", environment: "prod" });
  });

  it("takes a repository with its path and token, trimmed", () => {
    const fields = {
      ...named,
      repository: " https://git.example.test/config ",
      path: "clusters/prod",
      password: "t",
    };
    expect(clusterFromForm(form(fields)).source).toEqual({
      repository: "https://git.example.test/config",
      branch: "main",
      path: "clusters/prod",
      password: "t",
    });
  });
});

describe("fieldErrors", () => {
  it("names the field and keeps the first flaw of each", () => {
    const error = new ApiProblem({
      type: "about:blank",
      title: "Not valid",
      status: 400,
      detail: "",
      code: "invalid",
      requestId: "r",
      errors: [
        { pointer: "/name", detail: "lower-case" },
        { pointer: "/name", detail: "too long" },
        { pointer: "/source/branch", detail: "missing" },
      ],
    });
    expect(fieldErrors(error)).toEqual({ name: "lower-case", "source.branch": "missing" });
  });

  it("of any other failure is nothing", () => {
    expect(fieldErrors(new Error("offline"))).toEqual({});
  });
});
