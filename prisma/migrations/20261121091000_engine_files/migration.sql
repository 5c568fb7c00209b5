-- Where a cluster's path defines the objects of Flux and Argo CD that deploy others; filled when the branch is read.

ALTER TABLE "cluster_source" ADD COLUMN "engines" JSONB NOT NULL DEFAULT '[]';
