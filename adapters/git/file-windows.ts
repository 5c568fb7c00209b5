import { open } from "node:fs/promises";

const windowBytes = 1024 * 1024;
const mostWindows = 16;

/** A file that never changes, of which the parts read last are kept in memory, 16 MiB at most. */
export class FileWindows {
  readonly #path: string;
  readonly #windows = new Map<number, Promise<Buffer>>();

  constructor(path: string) {
    this.#path = path;
  }

  /** The bytes from `start` to `end`, fewer where the file ends before. */
  async read(start: number, end: number): Promise<Buffer> {
    const first = Math.floor(start / windowBytes);
    const parts: Buffer[] = [];
    for (let index = first; index * windowBytes < end; index += 1) {
      parts.push(await this.#window(index));
    }
    const [only = Buffer.alloc(0)] = parts;
    const bytes = parts.length > 1 ? Buffer.concat(parts) : only;
    const from = first * windowBytes;
    return bytes.subarray(start - from, end - from);
  }

  #window(index: number): Promise<Buffer> {
    const window = this.#windows.get(index) ?? this.#load(index);
    this.#windows.delete(index);
    this.#windows.set(index, window);
    window.catch(() => this.#windows.delete(index));
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= mostWindows) break;
      this.#windows.delete(oldest);
    }
    return window;
  }

  async #load(index: number): Promise<Buffer> {
    const file = await open(this.#path);
    try {
      const buffer = Buffer.allocUnsafe(windowBytes);
      const { bytesRead } = await file.read(buffer, 0, windowBytes, index * windowBytes);
      return bytesRead === windowBytes ? buffer : Buffer.from(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }
}
