import type { RepositorySummary } from "#contracts/api/repository.ts";
import type { Tone } from "#ui/components/tag.tsx";

interface CheckWords {
  readonly word: string;
  readonly tone: Tone;
  readonly line: string;
}

/** What the last try of the connection says, in a word and a sentence. */
export function checkWords({
  state,
  error,
  branches,
}: Pick<RepositorySummary["check"], "state" | "error" | "branches">): CheckWords {
  const count = branches.length === 1 ? "1 branch" : `${branches.length} branches`;
  switch (state) {
    case "never":
      return { word: "Not checked", tone: "plain", line: "Nobody has tried the connection yet." };
    case "waiting":
      return { word: "Checking", tone: "run", line: "A worker is trying the connection." };
    case "works":
      return { word: "Works", tone: "ok", line: `It can be read and written: ${count}.` };
    case "read-only":
      return {
        word: "Read only",
        tone: "behind",
        line: `It can be read (${count}), but the host would refuse a push. Give the key or token the right to write.`,
      };
    case "empty":
      return {
        word: "Empty",
        tone: "behind",
        line: "The repository has no branch yet. Push a first commit to it.",
      };
    case "host-key":
      return { word: "Confirm the host", tone: "behind", line: error ?? "" };
    case "fails":
      return { word: "Fails", tone: "bad", line: error ?? "" };
  }
}
