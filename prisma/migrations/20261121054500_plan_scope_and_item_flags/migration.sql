-- AlterTable
ALTER TABLE "plan" ADD COLUMN     "scope" JSONB;

-- AlterTable
ALTER TABLE "release_item" ADD COLUMN     "compare_url" TEXT,
ADD COLUMN     "flags" TEXT[] DEFAULT ARRAY[]::TEXT[];
