const longestLine = 16 * 1024 * 1024;
const leastBytes = 32 * 1024;
const mostKeptBytes = 256 * 1024;

/** The lines of a stream of bytes; an unfinished one at its end is dropped, as whoever sent it was cut off. */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const unfinished = new UnfinishedLine();
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = unfinished.finish(chunk, start, end);
      start = end + 1;
      if (line !== "") yield line;
    }
    unfinished.add(chunk, start, chunk.length);
  }
}

/**
 * The part of a line that is here already. It is collected in the same memory again and again: a buffer for each
 * line is what would fill the process while a large state comes in small chunks, as it does over TLS.
 */
class UnfinishedLine {
  #buffer = Buffer.alloc(0);
  #bytes = 0;

  add(chunk: Buffer, start: number, end: number): void {
    const bytes = this.#bytes + end - start;
    if (bytes > longestLine) throw new Error("A watch event is larger than 16 MB.");
    if (bytes > this.#buffer.length) {
      const size = Math.max(leastBytes, 2 ** Math.ceil(Math.log2(bytes)));
      const larger = Buffer.allocUnsafeSlow(size);
      this.#buffer.copy(larger, 0, 0, this.#bytes);
      this.#buffer = larger;
    }
    chunk.copy(this.#buffer, this.#bytes, start, end);
    this.#bytes = bytes;
  }

  /** The line that ends with this part of a chunk. */
  finish(chunk: Buffer, start: number, end: number): string {
    if (this.#bytes === 0) return chunk.toString("utf8", start, end);
    this.add(chunk, start, end);
    const line = this.#buffer.toString("utf8", 0, this.#bytes);
    this.#bytes = 0;
    if (this.#buffer.length > mostKeptBytes) this.#buffer = Buffer.alloc(0);
    return line;
  }
}
