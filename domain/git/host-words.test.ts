import { expect, it } from "vitest";

import { meaningOf } from "./host-words.ts";

it.each([
  ["ERROR: Repository not found.", "not-found"],
  ["fatal: '/srv/x.git' does not appear to be a git repository", "not-found"],
  [
    "ERROR: The project you were looking for could not be found or you don't have permission",
    "not-found",
  ],
  ["Gitea: Repository does not exist", "not-found"],
  ["ERROR: The key you are authenticating with has been marked as read only.", "read-only"],
  ["ERROR: This deploy key does not have write access to this project.", "read-only"],
  ["ERROR: Permission to acme/config.git denied to deploy key", "read-only"],
  ["git@host: Permission denied (publickey).", "forbidden"],
  ["hello", null],
  ["", null],
])("%j means %s", (words, meaning) => {
  expect(meaningOf(words)).toBe(meaning);
});
