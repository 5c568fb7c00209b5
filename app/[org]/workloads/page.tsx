import type { Metadata } from "next";

import { type PageSearch, searchParams } from "#app/_server/search-params.ts";
import { pageContext } from "#app/_server/tenant.ts";
import { readMatrix } from "#services/matrix/read-matrix.ts";
import { MatrixPage } from "#ui/matrix/matrix-page.tsx";
import { readMatrixUrl } from "#ui/matrix/matrix-url.ts";

export const metadata: Metadata = { title: "Workloads" };

export default async function WorkloadsPage(props: {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: PageSearch;
}) {
  const { org } = await props.params;
  const ctx = await pageContext(org);
  const [initial, search] = [await readMatrix({ ctx }), await searchParams(props.searchParams)];
  return <MatrixPage org={org} initial={initial} url={readMatrixUrl(search)} />;
}
