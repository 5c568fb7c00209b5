import type { EngineHold } from "#domain/rollout/engine-state.ts";
import { engineName } from "#domain/rollout/engine-words.ts";

import { resumeCommand } from "./resume-command.ts";

/** What a commit waits for and what a person does about it, in one line. */
export function holdSentence({ by, why, until }: EngineHold): string {
  const name = engineName(by);
  const command = resumeCommand(by);
  switch (why) {
    case "suspended":
      return `${name} is suspended${command === null ? "" : `: resume it with \`${command}\``}`;
    case "auto-sync-off":
      return `auto-sync of ${name} is off${command === null ? "" : `: sync it with \`${command}\``}`;
    case "window-shut":
      return `${name} is outside of its sync windows${until ? ` until ${until}` : ""}`;
  }
}
