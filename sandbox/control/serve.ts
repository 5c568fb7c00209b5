import type { IncomingMessage, ServerResponse } from "node:http";

import { z } from "zod";

import { readBody } from "#sandbox/http/body.ts";
import { respondJson, respondPage, respondText } from "#sandbox/http/respond.ts";

import { controlPage } from "./control-page.ts";
import type { Stories } from "./stories.ts";

const flawSchema = z.enum(["missing", "crash", "oom", "never-ready", "slow"]);
const noFlaw = z.literal("").transform(() => undefined);

const bodies = {
  build: z.object({ image: z.string(), flaw: flawSchema.or(noFlaw).optional() }),
  mirror: z.object({ image: z.string(), to: z.string() }),
  agent: z.object({ cluster: z.string(), state: z.enum(["online", "offline"]) }),
  git: z.object({ state: z.enum(["up", "down"]) }),
  rollouts: z.object({ pace: z.enum(["normal", "slow"]) }),
} as const;

/**
 * Serves `/control`, `/control/state` and `POST /control/<story>`, whose body is JSON or a form. A form is answered with
 * the page, JSON with what the story gave.
 */
export function serveControl(stories: Stories, webUrl: string) {
  return async (request: IncomingMessage, response: ServerResponse, path: string) => {
    if (request.method !== "POST") {
      if (path === "/control/state") respondJson(response, stories.state());
      else if (path === "/control") respondPage(response, controlPage(stories.state(), webUrl));
      else respondText(response, 404, "The control page has no such part.");
      return;
    }
    if (isForeign(request)) {
      respondText(response, 403, "Only the sandbox's own pages may post here.");
      return;
    }
    await runStory(stories, request, response);
  };
}

async function runStory(stories: Stories, request: IncomingMessage, response: ServerResponse) {
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  const text = await readBody(request);
  try {
    const body: unknown = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
    const result = tell(stories, (request.url ?? "").slice("/control/".length), body);
    if (isJson) respondJson(response, result);
    else response.writeHead(303, { location: "/control" }).end();
  } catch (error) {
    respondJson(response, { error: error instanceof Error ? error.message : "unknown" }, 400);
  }
}

function tell(stories: Stories, story: string, body: unknown): object {
  switch (story) {
    case "build": {
      const { image, flaw } = bodies.build.parse(body);
      return stories.build(image, flaw);
    }
    case "mirror": {
      const { image, to } = bodies.mirror.parse(body);
      stories.mirror(image, to);
      break;
    }
    case "agent": {
      const { cluster, state } = bodies.agent.parse(body);
      stories.setAgent(cluster, state);
      break;
    }
    case "git":
      stories.setGit(bodies.git.parse(body).state);
      break;
    case "rollouts":
      stories.setRollouts(bodies.rollouts.parse(body).pace);
      break;
    default:
      throw new Error(`There is no story ${story}.`);
  }
  return stories.state();
}

/** Whether another site's page sent the request: a browser then names that site as its origin. */
function isForeign({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`;
}
