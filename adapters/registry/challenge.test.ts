import { expect, it } from "vitest";

import { parseChallenge } from "./challenge.ts";

const bearer = { scheme: "bearer", realm: "https://a/t", service: null, scope: null };

it.each([
  [null, null],
  ["", null],
  ["Negotiate", null],
  ["Bearer", null],
  ['Basic realm="x"', { scheme: "basic" }],
  ["basic", { scheme: "basic" }],
  ['Bearer realm="https://a/t"', bearer],
  ["bearer realm=https://a/t", bearer],
  [
    'Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push"',
    { ...bearer, service: "s", scope: "repository:a/b:pull,push" },
  ],
  ['Basic realm="x", Bearer realm="https://a/t"', bearer],
])("%s", (header, challenge) => {
  expect(parseChallenge(header)).toEqual(challenge);
});
