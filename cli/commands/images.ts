export async function listImages() {
  return 0 as const;
}
