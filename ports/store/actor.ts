/** Who does something; the audit log names it. */
export type Actor =
  | { readonly type: "user"; readonly id: string; readonly name: string; readonly email: string }
  | { readonly type: "agent"; readonly clusterId: string; readonly name: string }
  | { readonly type: "system"; readonly job: string };
