export async function setImages() {
  return 0 as const;
}
