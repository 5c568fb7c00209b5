-- AlterTable
ALTER TABLE "image" ADD COLUMN "digests" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "release_item" ADD COLUMN "digests" TEXT[] DEFAULT ARRAY[]::TEXT[];
