import { findWorld } from "./world.ts";

export type Flaw = "missing" | "crash" | "oom" | "never-ready" | "slow";

/** A CI build pushes the next version of an image; returns its tag. */
export async function buildImage(image: string, flaw?: Flaw): Promise<string> {
  const built = await tell("build", { image, ...(flaw !== undefined && { flaw }) });
  if (typeof built === "object" && built !== null && "tag" in built) return String(built.tag);
  throw new Error(`the sandbox did not say what it built: ${JSON.stringify(built)}`);
}

/** Copies an image with all its tags to another registry or path. */
export async function mirrorImage(image: string, to: string): Promise<void> {
  await tell("mirror", { image, to });
}

/** Cuts or restores the network between an agent and the gateway. */
export async function setAgent(cluster: string, state: "online" | "offline"): Promise<void> {
  await tell("agent", { cluster, state });
}

export async function setGit(state: "up" | "down"): Promise<void> {
  await tell("git", { state });
}

export async function setRollouts(pace: "normal" | "slow"): Promise<void> {
  await tell("rollouts", { pace });
}

/** Kills a process of the product hard; the demo's runner starts it again. */
export async function kill(part: "web" | "workers" | "gateway"): Promise<void> {
  const response = await fetch(`${findWorld().control}/kill/${part}`, { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
}

/** Stops or starts the database under the running product. */
export async function setDatabase(state: "stop" | "start"): Promise<void> {
  const response = await fetch(`${findWorld().control}/database/${state}`, { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
}

async function tell(story: string, body: object): Promise<unknown> {
  const response = await fetch(`${findWorld().sandbox}/control/${story}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${story}: ${JSON.stringify(answer)}`);
  return answer;
}
