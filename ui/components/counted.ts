/** "1 workload", "2 workloads": a count of something whose plural is made with an s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
