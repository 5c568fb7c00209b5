export async function changePolicies() {
  return 0 as const;
}
