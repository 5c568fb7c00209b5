import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { ClusterList } from "#contracts/api/cluster.ts";
import type { PlanRequest } from "#contracts/api/plan.ts";
import { PlanResponse } from "#contracts/api/plan.ts";
import { StreamEvent } from "#contracts/events.ts";

import type { Browser } from "./browser.ts";

const lookEveryMs = 20;
const Created = z.object({ number: z.int() });
const releaseOver = ["succeeded", "succeeded-with-skips", "failed", "canceled"];

/** The API of one organization, as its web pages use it. */
export class PromotionApi {
  readonly #browser: Browser;
  readonly #root: string;

  constructor(browser: Browser, input: { readonly web: string; readonly organization: string }) {
    this.#browser = browser;
    this.#root = `${input.web}/api/v1/orgs/${input.organization}`;
  }

  async clusterId(name: string): Promise<string> {
    const { items } = ClusterList.parse(await this.#read("/clusters"));
    const found = items.find((cluster) => cluster.name === name);
    if (!found) throw new Error(`there is no cluster ${name}`);
    return found.id;
  }

  /** A plan that has been calculated. */
  async plan(request: PlanRequest): Promise<PlanResponse> {
    let plan = PlanResponse.parse(await this.#send("/plans", request));
    while (plan.status === "calculating") {
      await sleep(lookEveryMs);
      plan = PlanResponse.parse(await this.#read(`/plans/${plan.id}`));
    }
    return plan;
  }

  /** Presses the button; resolves to the release's number. */
  async release(planId: string): Promise<number> {
    const { number } = Created.parse(await this.#send("/releases", { planId }));
    return number;
  }

  /** The organization's events from now on; ends with the signal. */
  async listen(signal: AbortSignal): Promise<ReleaseWatch> {
    const answer = await this.#browser.fetch(`${this.#root}/events`, { signal });
    if (!answer.ok || !answer.body) throw new Error(`the event stream answered ${answer.status}`);
    return new ReleaseWatch(answer.body);
  }

  async #read(path: string): Promise<unknown> {
    return answerOf(await this.#browser.fetch(`${this.#root}${path}`));
  }

  async #send(path: string, body: object): Promise<unknown> {
    const answer = await this.#browser.fetch(`${this.#root}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify(body),
    });
    return answerOf(answer);
  }
}

/** Knows from the event stream which releases are over, and since when. */
export class ReleaseWatch {
  readonly #over = new Map<number, PromiseWithResolvers<ReleaseEnd>>();
  readonly #streamEnd: Promise<never>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#streamEnd = this.#follow(stream).then(() => {
      throw new Error("the event stream ended");
    });
    this.#streamEnd.catch(() => undefined);
  }

  /** How a release ended; waits until it does, and throws where the stream ends before. */
  end(number: number): Promise<ReleaseEnd> {
    return Promise.race([this.#release(number).promise, this.#streamEnd]);
  }

  #release(number: number): PromiseWithResolvers<ReleaseEnd> {
    const known = this.#over.get(number) ?? Promise.withResolvers<ReleaseEnd>();
    this.#over.set(number, known);
    return known;
  }

  async #follow(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of stream) {
      const frames = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) this.#take(frame);
    }
  }

  #take(frame: string): void {
    if (frame.includes("event: ") || !frame.includes("data: ")) return;
    const event = StreamEvent.parse(JSON.parse(frame.slice(frame.indexOf("data: ") + 6)));
    if (event.kind !== "release" || !releaseOver.includes(event.status)) return;
    const { status, error } = event;
    this.#release(event.number).resolve({ status, error, at: performance.now() });
  }
}

export interface ReleaseEnd {
  readonly status: string;
  readonly error: string | null;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

async function answerOf(answer: Response): Promise<unknown> {
  if (answer.ok) return answer.json();
  throw new Error(
    `${answer.url} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`,
  );
}
