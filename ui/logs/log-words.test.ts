import { expect, it } from "vitest";

import { PodLogsAnswer } from "#contracts/api/pod-logs.ts";

import { noLogsWords, runTitle } from "./log-words.ts";

const states = PodLogsAnswer.shape.answer.options.map(({ shape }) => [...shape.state.values][0]);

it("has words for every state but those that show something else", () => {
  const spoken = states.filter((state) => state !== "waiting" && state !== "read");
  expect(spoken).toEqual(["no-right", "gone", "offline", "too-old", "unanswered", "failed"]);
});

it.each([
  { answer: { state: "waiting" }, words: null },
  { answer: { state: "read", runs: [], events: [] }, words: null },
  { answer: { state: "no-right" }, words: /prod may not read logs/ },
  { answer: { state: "gone" }, words: /pod is gone/ },
  { answer: { state: "offline" }, words: /prod is offline/ },
  { answer: { state: "too-old" }, words: /Upgrade it/ },
  { answer: { state: "unanswered" }, words: /did not answer/ },
  { answer: { state: "failed", message: "no node" }, words: /no node/ },
] as const)("$answer.state", ({ answer, words }) => {
  const said = noLogsWords(
    answer.state === "read" ? { state: "read", runs: [], events: [] } : answer,
    "prod",
  );
  if (words === null) expect(said).toBeNull();
  else expect(said).toMatch(words);
});

it.each([
  { run: "current", among: 1, title: "The run so far" },
  { run: "previous", among: 1, title: "The run that ended last" },
  { run: "previous", among: 2, title: "The run before, which ended" },
  { run: "current", among: 2, title: "The run after that" },
] as const)("calls the $run run of $among “$title”", ({ run, among, title }) => {
  expect(runTitle({ run }, among)).toBe(title);
});
