import { Prisma } from "#prisma/generated/client.ts";

/** A value for a json column. What the core stores there holds plain data only, so JSON can carry it. */
export function toJson(value: object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

/** The same for a column that may be empty; `null` is SQL's. */
export function toOptionalJson(
  value: object | null,
): Prisma.InputJsonValue | Prisma.NullableJsonNullValueInput {
  return value === null ? Prisma.DbNull : toJson(value);
}
