import type { MatrixResponse } from "#contracts/api/matrix.ts";

import { apiPath, callApi } from "./api.ts";

/** The whole matrix as it is now, packed. */
export function fetchMatrix(org: string): Promise<MatrixResponse> {
  return callApi<MatrixResponse>(apiPath(org, "matrix"));
}
