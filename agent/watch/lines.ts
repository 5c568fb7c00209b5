const longestLine = 16 * 1024 * 1024;

/** The lines of a stream of bytes; an unfinished one at its end is dropped, as whoever sent it was cut off. */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const rest = chunk.subarray(start, end);
      // Most lines come whole, and a copy of each is what would fill the memory.
      const line = (parts.length === 0 ? rest : Buffer.concat([...parts, rest])).toString();
      parts = [];
      bytes = 0;
      start = end + 1;
      if (line !== "") yield line;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
    bytes += chunk.length - start;
    if (bytes > longestLine) throw new Error("A watch event is larger than 16 MB.");
  }
}
