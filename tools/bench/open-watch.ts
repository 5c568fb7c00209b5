import type { ServerResponse } from "node:http";

const bookmarkMs = 60_000;
/** How long before its end a watch gets its last bookmark, as the real server does it. */
const beforeEndMs = 2_000;
const chunk = 50;

/** One watch of a client, which the server ends when it was asked to. */
export class OpenWatch {
  readonly path: string;
  readonly #response: ServerResponse;

  constructor(path: string, response: ServerResponse) {
    this.path = path;
    this.#response = response;
  }

  tell(type: string, object: object): void {
    this.#response.write(line(type, object));
  }

  /** All there is, as the first events. */
  async tellAll(count: number, objectOf: (at: number) => object): Promise<void> {
    for (let at = 0; at < count && !this.#response.destroyed; at += chunk) {
      const lines = Array.from({ length: Math.min(chunk, count - at) }, (_, offset) =>
        line("ADDED", objectOf(at + offset)),
      );
      await new Promise((resolve) => this.#response.write(lines.join(""), resolve));
    }
  }

  bookmark(resourceVersion: string, annotations?: Readonly<Record<string, string>>): void {
    this.tell("BOOKMARK", { metadata: { resourceVersion, annotations } });
  }

  /** Bookmarks once a minute and shortly before the end. */
  keep(seconds: number, version: () => string): void {
    const response = this.#response;
    const each = setInterval(() => this.bookmark(version()), bookmarkMs);
    const last = setTimeout(() => this.bookmark(version()), seconds * 1_000 - beforeEndMs);
    const end = setTimeout(() => response.end(), seconds * 1_000);
    response.on("close", () => {
      clearInterval(each);
      clearTimeout(last);
      clearTimeout(end);
    });
  }
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}
