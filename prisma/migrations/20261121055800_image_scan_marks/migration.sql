-- AlterTable
ALTER TABLE "image_repository" ADD COLUMN     "tags_etag" TEXT,
ADD COLUMN     "verified_at" TIMESTAMPTZ(3);
